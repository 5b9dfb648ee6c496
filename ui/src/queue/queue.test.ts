import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { text } from '../backend/fixtures/checks';
import { mixedReport } from '../backend/fixtures/reports';
import { openPage } from '../testing/page';
import { ROW_HEIGHT, rowAfter, rowsToMake, scrollFor } from './rows';

const items = () => screen.queryAllByTestId('queue-item');
const selected = () => document.querySelector('[aria-current="true"]');

describe('adding photos', () => {
  it('explains itself while the queue is empty, and offers three ways', async () => {
    const { backend, user } = openPage();
    const empty = screen.getByTestId('app-empty');
    expect(empty.textContent).toContain('What it cannot do');
    expect(empty.textContent).toContain('no network connection');
    for (const way of ['choose-files', 'choose-folder', 'paste']) await user.click(within(empty).getByTestId(way));
    expect(backend.asked).toEqual(['chooseFiles', 'chooseFolder', 'paste']);
  });

  it('shows photos as they arrive and opens the first', async () => {
    const { backend } = openPage();
    await waitFor(() => expect(screen.getByTestId('app-empty')).toBeTruthy());
    backend.add('one.jpg');
    backend.add('two.jpg');
    await waitFor(() => expect(items()).toHaveLength(2));
    expect(screen.queryByTestId('app-empty')).toBeNull();
    expect(selected()?.textContent).toContain('one.jpg');
    expect(items().map((item) => item.dataset.stage)).toEqual(['waiting', 'waiting']);
  });

  it('keeps the newer state of a photo that changes while the list is asked for', async () => {
    const { backend } = openPage((fake) => {
      const listed = fake.photos.bind(fake);
      fake.photos = async () => {
        const photos = await listed();
        fake.finish(1, mixedReport());
        return photos;
      };
      fake.add('one.jpg');
    });
    await waitFor(() => expect(items()[0]?.dataset.stage).toBe('examined'));
    expect(backend.stageOf(1)?.type).toBe('examined');
  });

  it('says how far an examination is and what could not be read', async () => {
    openPage((backend) => {
      backend.add('a.jpg', { type: 'examining', step: 3, of: 8, check: text('Sensor noise', '传感器噪声') });
      backend.add('b.jpg', { type: 'unreadable', why: text('permission denied', '没有权限') });
      backend.add('c.jpg', { type: 'cancelled' });
    });
    await waitFor(() => expect(items()).toHaveLength(3));
    const bar = screen.getAllByRole('progressbar', { name: 'Checks done for a.jpg' })[0];
    expect(bar?.getAttribute('aria-valuenow')).toBe('3');
    expect(items()[0]?.textContent).toContain('3 of 8 Sensor noise');
    expect(items()[1]?.textContent).toContain('Unreadable: permission denied');
    expect(items()[2]?.textContent).toContain('Cancelled');
  });

  it('marks a partial report', async () => {
    openPage((backend) => backend.finish(backend.add('a.jpg').id, { ...mixedReport('a.jpg'), outcome: 'cancelled' }));
    await waitFor(() => expect(items()[0]?.textContent).toContain('Partial: Inconclusive'));
    expect(await screen.findByTestId('report-partial')).toBeTruthy();
  });
});

describe('cancelling and removing', () => {
  it('cancels one photo and leaves the others', async () => {
    const { backend, user } = openPage((fake) => ['a.jpg', 'b.jpg'].forEach((name) => fake.add(name)));
    await user.click((await screen.findAllByTestId('cancel-item'))[0]!);
    expect(backend.asked).toContain('cancel 1');
    await waitFor(() => expect(items().map((item) => item.dataset.stage)).toEqual(['cancelled', 'waiting']));
  });

  it('cancels everything that is not finished, and then offers it no more', async () => {
    const { backend, user } = openPage((fake) => {
      fake.finish(fake.add('a.jpg').id, mixedReport());
      fake.add('b.jpg');
      fake.add('c.jpg');
    });
    await user.click(await screen.findByTestId('cancel-all'));
    expect(backend.asked).toContain('cancel null');
    await waitFor(() => expect(items().map((item) => item.dataset.stage)).toEqual(['examined', 'cancelled', 'cancelled']));
    expect(screen.queryByTestId('cancel-all')).toBeNull();
  });

  it('shows the reason when a command fails', async () => {
    const { backend, user } = openPage((fake) => fake.add('a.jpg'));
    backend.failures.set('cancel 1', { code: 'late', message: text('It had just ended.', '它刚刚结束。') });
    await user.click(await screen.findByTestId('cancel-item'));
    expect((await screen.findByTestId('notice')).textContent).toContain('It had just ended.');
    backend.failures.set('cancel null', new Error('no answer'));
    await user.click(screen.getByTestId('cancel-all'));
    await waitFor(() => expect(screen.getAllByTestId('notice')[1]?.textContent).toContain('That did not work: no answer'));
  });

  it('goes to the neighbour when the opened photo is removed, and back to the start after the last', async () => {
    const { user } = openPage((fake) => ['a.jpg', 'b.jpg'].forEach((name) => fake.add(name, { type: 'cancelled' })));
    await user.click((await screen.findAllByTestId('remove-item'))[0]!);
    await waitFor(() => expect(selected()?.textContent).toContain('b.jpg'));
    await user.click(screen.getByTestId('remove-item'));
    expect(await screen.findByTestId('app-empty')).toBeTruthy();
  });
});

describe('the keyboard', () => {
  async function withThree() {
    const page = openPage((fake) => {
      for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) fake.finish(fake.add(name).id, mixedReport(name));
    });
    await waitFor(() => expect(items()).toHaveLength(3));
    document.querySelector<HTMLElement>('[data-row="0"]')?.focus();
    return page;
  }

  it('moves with arrows, Home and End, and stays at the ends', async () => {
    const { user } = await withThree();
    const focused = () => document.activeElement?.textContent;
    await user.keyboard('{ArrowDown}');
    expect(focused()).toContain('b.jpg');
    expect(selected()?.textContent).toContain('b.jpg');
    await user.keyboard('{End}');
    expect(focused()).toContain('c.jpg');
    await user.keyboard('{ArrowDown}');
    expect(focused()).toContain('c.jpg');
    await user.keyboard('{Home}{ArrowUp}');
    expect(focused()).toContain('a.jpg');
  });

  it('goes to the report with Enter', async () => {
    const { user } = await withThree();
    await user.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('conclusion-title')));
    expect(screen.getByTestId('report').textContent).toContain('b.jpg');
  });

  it('removes with Delete and keeps the focus in the list', async () => {
    const { backend, user } = await withThree();
    await user.keyboard('{ArrowDown}{Delete}');
    expect(backend.asked).toContain('remove 2');
    await waitFor(() => expect(document.activeElement?.textContent).toContain('c.jpg'));
  });
});

describe('rows in view', () => {
  it('makes few rows of a thousand photos', async () => {
    openPage((backend) => {
      for (let n = 0; n < 1000; n += 1) backend.add(`${n}.jpg`);
    });
    await waitFor(() => expect(items().length).toBeGreaterThan(5));
    expect(items().length).toBeLessThan(40);
    expect(items()[0]?.getAttribute('aria-setsize')).toBe('1000');
  });

  it('keeps the active row when it is scrolled away', () => {
    const rows = rowsToMake(500 * ROW_HEIGHT, 10 * ROW_HEIGHT, 1000, 3);
    expect(rows[0]).toBe(3);
    expect(rows).toContain(500);
    expect(rows).not.toContain(4);
    expect(rowsToMake(0, 10 * ROW_HEIGHT, 1000, 900).at(-1)).toBe(900);
    expect(new Set(rows).size).toBe(rows.length);
  });

  it('makes nothing of an empty queue and nothing beyond the end', () => {
    expect(rowsToMake(0, 500, 0, -1)).toEqual([]);
    expect(rowsToMake(0, 5000, 3, 1)).toEqual([0, 1, 2]);
  });

  it('scrolls only as far as needed', () => {
    expect(scrollFor(2, 0, 5 * ROW_HEIGHT)).toBe(0);
    expect(scrollFor(7, 0, 5 * ROW_HEIGHT)).toBe(3 * ROW_HEIGHT);
    expect(scrollFor(1, 4 * ROW_HEIGHT, 5 * ROW_HEIGHT)).toBe(ROW_HEIGHT);
  });

  it('moves by pages within the list', () => {
    expect(rowAfter('PageDown', 0, 100, 9)).toBe(9);
    expect(rowAfter('PageDown', 95, 100, 9)).toBe(99);
    expect(rowAfter('PageUp', 4, 100, 9)).toBe(0);
    expect(rowAfter('x', 4, 100, 9)).toBeNull();
  });
});
