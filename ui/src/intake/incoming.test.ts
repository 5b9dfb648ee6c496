import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { openPage, openReport } from '../testing/page';
import { fromDataAddress, pictures } from './incoming';

/** What a drop or a clipboard holds. */
function transfer(files: File[], data: Record<string, string> = {}): DataTransfer {
  return { files, getData: (type: string) => data[type] ?? '' } as unknown as DataTransfer;
}

const photo = (name: string) => new File([new Uint8Array([1, 2, 3])], name, { type: 'image/jpeg' });

describe('dropping on the page', () => {
  it('hands files over, and shows where to drop meanwhile', async () => {
    const { backend } = openPage();
    await fireEvent.dragEnter(window);
    expect(await screen.findByText('Drop to examine')).toBeTruthy();
    await fireEvent.drop(window, { dataTransfer: transfer([photo('a.jpg'), photo('b.jpg')]) });
    expect(screen.queryByText('Drop to examine')).toBeNull();
    await waitFor(() => expect(backend.asked).toEqual(['receive a.jpg 3 drop', 'receive b.jpg 3 drop']));
  });

  it('follows the hover of a native drop', async () => {
    const { backend } = openPage();
    await waitFor(() => expect(screen.getByTestId('app-empty')).toBeTruthy());
    backend.emit({ type: 'drop_hover', over: true });
    expect(await screen.findByText('Drop to examine')).toBeTruthy();
    backend.emit({ type: 'drop_hover', over: false });
    await waitFor(() => expect(screen.queryByText('Drop to examine')).toBeNull());
  });

  it('explains a drop that holds only a link', async () => {
    const { backend } = openPage();
    await fireEvent.drop(window, { dataTransfer: transfer([], { 'text/uri-list': 'https://example.org/a.jpg' }) });
    expect((await screen.findByTestId('notice')).textContent).toContain('Links are not followed');
    expect(backend.asked).toEqual([]);
  });
});

describe('pasting into the page', () => {
  it('hands over files with a name', async () => {
    const { backend } = openPage();
    await fireEvent.paste(document, { clipboardData: transfer([photo('a.jpg')]) });
    await waitFor(() => expect(backend.asked).toEqual(['receive a.jpg 3 paste']));
  });

  it('leaves what is pasted into a text field to the field', async () => {
    const { backend, user } = await openReport();
    const field = await screen.findByTestId('evidence-by');
    await user.click(field);
    await fireEvent.keyDown(field, { key: 'v', ctrlKey: true });
    await user.paste('Li Na');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(backend.asked).not.toContain('paste');
    expect((field as HTMLInputElement).value).toBe('Li Na');
  });

  it('leaves bare pixels and everything else to the shell', async () => {
    const { backend } = openPage();
    await fireEvent.paste(document, { clipboardData: transfer([photo('image.png')]) });
    await fireEvent.paste(document, { clipboardData: transfer([]) });
    expect(backend.asked).toEqual(['paste', 'paste']);
  });

  it('asks the shell once when no paste event follows the keys', async () => {
    vi.useFakeTimers();
    try {
      const { backend } = openPage();
      await fireEvent.keyDown(window, { key: 'v', ctrlKey: true });
      await vi.advanceTimersByTimeAsync(100);
      expect(backend.asked).toEqual(['paste']);
      await fireEvent.keyDown(window, { key: 'v', ctrlKey: true });
      await fireEvent.paste(document, { clipboardData: transfer([]) });
      await vi.advanceTimersByTimeAsync(100);
      expect(backend.asked).toEqual(['paste', 'paste']);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('pictures inside the data of a drop', () => {
  it('decodes a picture from base64 and from plain text', async () => {
    const png = fromDataAddress('data:image/png;base64,iVBORw0=');
    expect(png?.name).toBe('picture.png');
    expect([...new Uint8Array(await png!.arrayBuffer())]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d]);
    expect(await fromDataAddress('data:image/svg+xml,%3Csvg/%3E')?.text()).toBe('<svg/>');
  });

  it('refuses what is not a picture or not whole', () => {
    for (const address of ['https://example.org/a.png', 'data:text/html,x', 'data:image/png;base64,%%%', '']) {
      expect(fromDataAddress(address)).toBeNull();
    }
  });

  it('finds the picture in dragged page text', () => {
    const html = '<p>x<img src="data:image/gif;base64,R0lG"></p>';
    expect(pictures(transfer([], { 'text/html': html })).map((file) => file.name)).toEqual(['picture.gif']);
  });
});
