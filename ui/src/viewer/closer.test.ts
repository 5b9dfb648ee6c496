import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { setLanguage } from '../i18n/language.svelte';
import { openReport } from '../testing/page';

const MAP = 'tone-gaps/spread';
const zoom = () => screen.getByTestId('zoom-readout').textContent?.trim();

async function openMap(arrangement: 'Overlay' | 'Swipe' | 'Side by side') {
  const page = await openReport();
  await page.user.selectOptions(screen.getByTestId('overlay-choice'), MAP);
  await page.user.click(within(screen.getByTestId('overlay-arrangement')).getByRole('button', { name: arrangement }));
  return page;
}

describe('photo and map side by side', () => {
  it('share one zoom, whichever is used', async () => {
    const { user } = await openMap('Side by side');
    const [photo, map] = screen.getAllByTestId('viewer-stage') as [HTMLElement, HTMLElement];
    const boxes = () => ['viewer-photo', 'viewer-overlay'].map((id) => screen.getByTestId(id).style.cssText.replace(/opacity[^;]*;?/, '').trim());
    map.focus();
    await user.keyboard('1+');
    expect(zoom()).toBe('125 %');
    expect(boxes()[0]).toBe(boxes()[1]);
    await fireEvent.wheel(photo, { deltaY: -120 });
    await user.keyboard('{ArrowRight}');
    expect(zoom()).toBe('151 %');
    expect(boxes()[0]).toBe(boxes()[1]);
    expect(map.getAttribute('aria-label')).toMatch(/^Map .*, moves with the photo$/);
    expect(screen.queryByTestId('overlay-opacity')).toBeNull();
  });

  it('mark the same point in both', async () => {
    await openMap('Side by side');
    const [, map] = screen.getAllByTestId('viewer-stage') as [HTMLElement, HTMLElement];
    await fireEvent.pointerMove(map, { clientX: 10, clientY: 20 });
    const crosses = screen.queryAllByTestId('viewer-cross');
    expect(crosses).toHaveLength(2);
    expect(crosses[0]!.style.transform).toBe(crosses[1]!.style.transform);
  });
});

describe('the divider', () => {
  it('is a slider that arrow keys move, and clips the map', async () => {
    const { user } = await openMap('Swipe');
    const slider = screen.getByRole('slider', { name: 'Divider between photo and map' });
    expect(slider.getAttribute('aria-valuetext')).toBe('50 % photo, 50 % map');
    const before = zoom();
    slider.focus();
    await user.keyboard('{ArrowRight}');
    expect(slider.getAttribute('aria-valuenow')).toBe('52');
    await user.keyboard('{Shift>}{ArrowLeft}{/Shift}');
    expect(slider.getAttribute('aria-valuenow')).toBe('42');
    await user.keyboard('{End}{ArrowRight}');
    expect(slider.getAttribute('aria-valuetext')).toBe('100 % photo, 0 % map');
    await user.keyboard('{Home}');
    expect(slider.getAttribute('aria-valuenow')).toBe('0');
    expect(zoom()).toBe(before);
    setLanguage('zh-Hans');
    await waitFor(() => expect(slider.getAttribute('aria-valuetext')).toBe('照片 0%，图 100%'));
  });

  it('is there for maps only', async () => {
    const { user } = await openMap('Swipe');
    await user.selectOptions(screen.getByTestId('overlay-choice'), 'faces/boxes');
    expect(screen.queryByTestId('viewer-divider')).toBeNull();
    expect(screen.queryByTestId('overlay-arrangement')).toBeNull();
    await user.selectOptions(screen.getByTestId('overlay-choice'), MAP);
    expect(screen.getByTestId('viewer-divider')).toBeTruthy();
  });
});

describe('the loupe', () => {
  it('shows the values that the program gave, and moves pixel by pixel', async () => {
    const { backend, user } = await openReport();
    await fireEvent.load(screen.getByTestId('viewer-photo'));
    await user.click(screen.getByRole('button', { name: 'Loupe with pixel values, 8 times' }));
    const readout = () => screen.getByTestId('loupe-readout');
    const at = async (x: number, y: number) =>
      waitFor(() => {
        expect(readout().textContent).toContain(`pixel ${x}, ${y}`);
        expect(readout().textContent).toContain(`R ${x % 256}, G ${y % 256}, B ${(x + y) % 256}`);
      });
    const text = await waitFor(() => {
      const found = /pixel ([\d,]+), ([\d,]+)/.exec(readout().textContent ?? '');
      expect(readout().textContent).toContain('R ');
      return found!;
    });
    const [x, y] = [text[1]!, text[2]!].map((part) => Number(part.replaceAll(',', ''))) as [number, number];
    await at(x, y);
    expect(document.activeElement).toBe(screen.getByTestId('viewer-stage'));
    expect(readout().getAttribute('aria-live')).toBe('polite');
    await user.keyboard('{ArrowRight}{ArrowDown}');
    await at(x + 1, y + 1);
    await user.keyboard('{Shift>}{ArrowRight}{/Shift}');
    await at(x + 11, y + 1);
    expect(backend.asked.filter((request) => request.startsWith('samples')).length).toBeLessThanOrEqual(2);
    await user.keyboard('{Escape}');
    expect(screen.queryByTestId('loupe')).toBeNull();
  });

  it('says so when there are no values', async () => {
    const { backend, user } = await openReport();
    backend.samples = () => Promise.reject(new Error('gone'));
    await fireEvent.load(screen.getByTestId('viewer-photo'));
    await user.click(screen.getByTestId('viewer-loupe'));
    await waitFor(() => expect(screen.getByTestId('loupe-readout').textContent).toContain('Values could not be read.'));
  });

  it('Escape puts it away before the viewer leaves the whole window', async () => {
    const { user } = await openReport();
    await fireEvent.load(screen.getByTestId('viewer-photo'));
    await user.click(screen.getByTestId('viewer-large'));
    await user.click(screen.getByTestId('viewer-loupe'));
    await user.keyboard('{Escape}');
    expect(screen.queryByTestId('loupe')).toBeNull();
    expect(screen.getByTestId('viewer').className).toContain('large');
    await user.keyboard('{Escape}');
    expect(screen.getByTestId('viewer').className).not.toContain('large');
  });
});
