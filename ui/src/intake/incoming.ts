// Files that reach the page itself. What the shell takes natively never arrives here.
import type { Session } from '../session.svelte';

/** How long to wait for the paste event that follows the keys before the shell is asked. */
const PASTE_WAIT_MS = 50;
/** The name that browsers give to pixels on the clipboard. */
const PIXELS_NAME = 'image.png';

/** Handlers for the window: drag and drop, and paste. */
export function incoming(session: Session) {
  let depth = 0;
  let pasted = false;

  const hover = (change: number) => {
    depth = Math.max(0, depth + change);
    session.hovering = depth > 0;
  };

  return {
    ondragenter(event: DragEvent) {
      event.preventDefault();
      hover(1);
    },
    ondragover(event: DragEvent) {
      event.preventDefault();
    },
    ondragleave() {
      hover(-1);
    },
    ondrop(event: DragEvent) {
      event.preventDefault();
      depth = 0;
      session.hovering = false;
      if (!event.dataTransfer) return;
      const files = pictures(event.dataTransfer);
      if (files.length > 0) void session.receive(files, 'drop');
      else session.say('message.noPicture');
    },
    onpaste(event: ClipboardEvent) {
      pasted = true;
      if (takesText(event.target)) return;
      const files = [...(event.clipboardData?.files ?? [])];
      event.preventDefault();
      // Bare pixels are left to the shell, which records that the original was not received.
      if (files.some((file) => file.name !== PIXELS_NAME)) void session.receive(files, 'paste');
      else void session.paste();
    },
    onkeydown(event: KeyboardEvent) {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'v') return;
      if (takesText(event.target)) return;
      pasted = false;
      // Not every web view fires a paste event where nothing can be edited.
      setTimeout(() => {
        if (!pasted) void session.paste();
      }, PASTE_WAIT_MS);
    },
  };
}

/** A field in which text is written takes what is pasted itself. */
function takesText(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('textarea, input[type=text], input[type=search], input[type=number]');
}

/** Files of a drop, or the picture that a browser put into its data. */
export function pictures(transfer: DataTransfer): File[] {
  if (transfer.files.length > 0) return [...transfer.files];
  const listed = transfer.getData('text/uri-list').split(/\r?\n/);
  // Parsing neither runs scripts nor loads pictures.
  const page = new DOMParser().parseFromString(transfer.getData('text/html'), 'text/html');
  const shown = [...page.querySelectorAll('img')].map((image) => image.getAttribute('src') ?? '');
  for (const address of [...listed, ...shown]) {
    const file = fromDataAddress(address.trim());
    if (file) return [file];
  }
  return [];
}

/** Decodes a `data:image/...` address; the window's policy does not let the page fetch it. */
export function fromDataAddress(address: string): File | null {
  const parts = /^data:image\/([\w.+-]+)((?:;[^,;]*)*),(.*)$/is.exec(address);
  if (!parts) return null;
  const [, type = '', options = '', body = ''] = parts;
  try {
    const plain = decodeURIComponent(body);
    const bytes = /;base64$/i.test(options)
      ? Uint8Array.from(atob(plain), (character) => character.charCodeAt(0))
      : new TextEncoder().encode(plain);
    return new File([bytes], `picture.${type.toLowerCase()}`, { type: `image/${type}` });
  } catch {
    return null;
  }
}
