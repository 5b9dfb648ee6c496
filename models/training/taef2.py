"""TAEF2, the distilled autoencoder of FLUX.2 (madebyollin/taesd, MIT): the last step of a real generator.

The weights are not part of the project: `load` takes the folder that holds taef2_encoder.pth and
taef2_decoder.pth. What comes out is used for training only.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

WIDTH, LATENT = 64, 32
# Blocks on the side of the latents look at a wider neighbourhood through this many groups of channels.
GROUPS, GROUPED = 4, 256


def conv(inside: int, outside: int, **more) -> nn.Conv2d:
    return nn.Conv2d(inside, outside, 3, padding=1, **more)


class Block(nn.Module):
    def __init__(self, pooled: bool = False) -> None:
        super().__init__()
        self.conv = nn.Sequential(conv(WIDTH, WIDTH), nn.ReLU(), conv(WIDTH, WIDTH), nn.ReLU(), conv(WIDTH, WIDTH))
        self.pool = nn.Sequential(nn.Conv2d(WIDTH, GROUPED, 1, bias=False), nn.GroupNorm(GROUPS, GROUPED), nn.ReLU(),
                                  nn.Conv2d(GROUPED, WIDTH, 1, bias=False)) if pooled else None

    def forward(self, values: Tensor) -> Tensor:
        if self.pool is not None:
            values = values + self.pool(values)
        return torch.relu(self.conv(values) + values)


class Soften(nn.Module):
    def forward(self, values: Tensor) -> Tensor:
        return torch.tanh(values / 3) * 3


def halved() -> list[nn.Module]:
    return [conv(WIDTH, WIDTH, stride=2, bias=False), Block(), Block(), Block()]


def doubled(pooled: bool) -> list[nn.Module]:
    return [Block(pooled), Block(pooled), Block(pooled), nn.Upsample(scale_factor=2), conv(WIDTH, WIDTH, bias=False)]


def encoder() -> nn.Sequential:
    last = [conv(WIDTH, WIDTH, stride=2, bias=False), Block(True), Block(True), Block(True), conv(WIDTH, LATENT)]
    return nn.Sequential(conv(3, WIDTH), Block(), *halved(), *halved(), *last)


def decoder() -> nn.Sequential:
    return nn.Sequential(Soften(), conv(LATENT, WIDTH), nn.ReLU(), *doubled(True), *doubled(False), *doubled(False),
                         Block(), conv(WIDTH, 3))


def load(folder: Path) -> nn.Sequential:
    """Picture to picture: [n, 3, height, width], 0 to 1, sides that are multiples of 8."""
    both = []
    for name, half in (("encoder", encoder()), ("decoder", decoder())):
        half.load_state_dict(torch.load(folder / f"taef2_{name}.pth", map_location="cpu", weights_only=True))
        both.append(half.float().eval())
    return nn.Sequential(*both)
