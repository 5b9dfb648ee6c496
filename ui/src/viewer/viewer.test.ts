import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { expand, openReport } from '../testing/page';

const zoom = () => screen.getByTestId('zoom-readout').textContent?.trim();

describe('the viewer', () => {
  it('zooms with keys, the wheel and buttons', async () => {
    const { user } = await openReport();
    screen.getByTestId('viewer-stage').focus();
    await user.keyboard('1');
    expect(zoom()).toBe('100 %');
    await user.keyboard('+');
    expect(zoom()).toBe('125 %');
    await user.keyboard('-');
    expect(zoom()).toBe('100 %');
    await fireEvent.wheel(screen.getByTestId('viewer-stage'), { deltaY: -120 });
    expect(zoom()).toBe('121 %');
    await user.click(screen.getByRole('button', { name: 'Zoom in' }));
    expect(zoom()).toBe('151 %');
    const fit = screen.getByRole('button', { name: 'Fit' });
    expect(fit.getAttribute('aria-pressed')).toBe('false');
    screen.getByTestId('viewer-stage').focus();
    await user.keyboard('0');
    expect(fit.getAttribute('aria-pressed')).toBe('true');
  });

  it('lays a map over the photo with an opacity', async () => {
    const { user } = await openReport();
    expect(screen.queryByTestId('overlay-opacity')).toBeNull();
    const body = await expand(user, 'tone-gaps');
    await user.click(within(body).getByRole('button', { name: 'Show over the photo' }));
    const overlay = screen.getByTestId('viewer-overlay');
    expect(overlay.getAttribute('src')).toContain('artifact/tone-gaps/spread');
    expect(overlay.style.opacity).toBe('0.6');
    await fireEvent.input(screen.getByTestId('overlay-opacity'), { target: { value: '25' } });
    expect(overlay.style.opacity).toBe('0.25');
    // The map lies exactly where the photo lies.
    expect(overlay.style.width).toBe(screen.getByTestId('viewer-photo').style.width);
    await user.click(within(body).getByRole('button', { name: 'Hide from the photo' }));
    expect(screen.queryByTestId('viewer-overlay')).toBeNull();
  });

  it('draws regions with their names', async () => {
    const { user } = await openReport();
    await user.selectOptions(screen.getByTestId('overlay-choice'), 'faces/boxes');
    const regions = screen.getByTestId('viewer-regions');
    expect([...regions.querySelectorAll('text')].map((label) => label.textContent)).toEqual(['Face', 'Left eye', 'Right eye']);
    expect(screen.queryByTestId('overlay-opacity')).toBeNull();
  });

  it('fills the window and comes back with Escape', async () => {
    const { user } = await openReport();
    await user.click(screen.getByTestId('viewer-large'));
    expect(screen.getByTestId('viewer').className).toContain('large');
    await user.keyboard('{Escape}');
    expect(screen.getByTestId('viewer').className).not.toContain('large');
  });

  it('says so when the photo cannot be loaded', async () => {
    await openReport();
    await fireEvent.error(screen.getByTestId('viewer-photo'));
    await waitFor(() => expect(screen.getByTestId('viewer').textContent).toContain('The photo could not be loaded.'));
  });
});
