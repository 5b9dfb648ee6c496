"""The residual model: a small convolutional net that looks at what is left of a picture after its smooth part is
taken away, at the picture's own size.

Nothing is scaled down before the first learned layers, because scaling removes what the net is to see. The fixed
filters are those of steganalysis (Fridrich and Kodovsky, Rich models, IEEE TIFS 7(3), 2012).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

# Residuals beyond this many grey levels are edges of the subject.
CUT = 12.0
# In training, the share of pictures whose colours are hidden, so that the net cannot lean on content.
HIDDEN = 0.5
TO_YCC = [[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]]


def high_passes() -> Tensor:
    """[4, 1, 5, 5]: second differences across and down, the square filter of size 3, and that of size 5."""
    across = torch.zeros(5, 5)
    across[2, 1:4] = torch.tensor([1.0, -2.0, 1.0]) / 2
    square3 = torch.zeros(5, 5)
    square3[1:4, 1:4] = torch.tensor([[-1.0, 2, -1], [2, -4, 2], [-1, 2, -1]]) / 4
    square5 = torch.tensor([[-1.0, 2, -2, 2, -1], [2, -6, 8, -6, 2], [-2, 8, -12, 8, -2], [2, -6, 8, -6, 2],
                            [-1, 2, -2, 2, -1]]) / 12
    return torch.stack([across, across.T, square3, square5])[:, None]


class Front(nn.Module):
    """RGB, 0 to 255 -> 12 residual channels and 3 of colour, each about -1 to 1."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("ycc", torch.tensor(TO_YCC)[:, :, None, None])
        self.register_buffer("filters", high_passes().repeat(3, 1, 1, 1))

    def forward(self, picture: Tensor) -> Tensor:
        planes = functional.conv2d(picture, self.ycc)
        left = functional.conv2d(functional.pad(planes, (2, 2, 2, 2), mode="replicate"), self.filters, groups=3)
        colour = picture / 127.5 - 1
        if self.training:
            hidden = torch.rand(len(picture), 1, 1, 1, device=picture.device) < HIDDEN
            colour = colour.masked_fill(hidden, 0.0)
        return torch.cat([left.clamp(-CUT, CUT) / (CUT / 3), colour], 1)


def unit(inside: int, outside: int, size: int = 3, stride: int = 1, groups: int = 1) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inside, outside, size, stride, size // 2, groups=groups, bias=False),
                         nn.BatchNorm2d(outside), nn.SiLU())


class Bottleneck(nn.Module):
    def __init__(self, width: int, middle: int) -> None:
        super().__init__()
        self.body = nn.Sequential(unit(width, middle, 1), unit(middle, middle), nn.Conv2d(middle, width, 1, bias=False),
                                  nn.BatchNorm2d(width))

    def forward(self, values: Tensor) -> Tensor:
        return functional.silu(values + self.body(values))


class ResidualNet(nn.Module):
    """[n, 3, height, width] RGB, 0 to 255, sides of at least 64 -> [n] logarithms of odds."""

    def __init__(self, width: int = 16) -> None:
        super().__init__()
        self.front = Front()
        self.body = nn.Sequential(
            unit(15, width), unit(width, 2 * width, stride=2), Bottleneck(2 * width, width),
            unit(2 * width, 4 * width, stride=2), Bottleneck(4 * width, 2 * width), Bottleneck(4 * width, 2 * width),
            unit(4 * width, 8 * width, stride=2), Bottleneck(8 * width, 3 * width), Bottleneck(8 * width, 3 * width))
        self.drop = nn.Dropout(0.3)
        self.last = nn.Linear(16 * width, 1)

    def forward(self, picture: Tensor) -> Tensor:
        values = self.body(self.front(picture)).flatten(2)
        middle = values.mean(2)
        spread = (values.var(2, unbiased=False) + 1e-5).sqrt()
        return self.last(self.drop(torch.cat([middle, spread], 1)))[:, 0]
