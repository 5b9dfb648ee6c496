import type { Backend, DossierForm, ExportForm, ExportLanguage, Route } from './backend/backend';
import type { Casebook } from './generated/Casebook';
import type { Event } from './generated/Event';
import type { Guide } from './generated/Guide';
import type { Photo } from './generated/Photo';
import type { Redaction } from './generated/Redaction';
import type { Text } from './generated/Text';
import { Pace } from './queue/pace';
import { type Key, t, type Values, words } from './i18n/language.svelte';

/** The program's own words in both languages, a phrase of the page, or the text of a failed command. */
export type Saying = { text: Text } | { key: Key; values?: Values } | { failure: string };
/** A message for the user. */
export type Message = Saying & { id: number };

const MOST_MESSAGES = 4;

/** What the page knows: the queue, the opened photo and the messages. */
export class Session {
  photos = $state.raw<Photo[]>([]);
  selectedId = $state<number | null>(null);
  messages = $state.raw<Message[]>([]);
  /** Files hover over the window. */
  hovering = $state(false);
  /** The next report that is shown takes the keyboard focus. */
  reading = $state(false);
  /** The photos are looked at together. */
  together = $state(false);
  /** Photos that ended per minute; null while too few did. */
  rate = $state<number | null>(null);
  /** No further photo begins. */
  paused = $state(false);
  /** The casebook, once it has arrived. */
  casebook = $state.raw<Casebook | null>(null);
  /** The words that guide a person, once they have arrived. */
  guide = $state.raw<Guide | null>(null);
  /** The advice before an export was confirmed: it is asked for once. */
  adviceRead = $state(false);
  /** The last save of remarks. The next one waits for it, and so does whoever reads them again. */
  saving: Promise<unknown> = Promise.resolve();

  readonly selected = $derived(this.photos.find((photo) => photo.id === this.selectedId) ?? null);
  /** Photos that wait or are being examined. */
  readonly unfinished = $derived(this.photos.filter(isUnfinished).length);

  private nextMessage = 0;
  private readonly pace = new Pace();
  /** The photo to select when its case has been opened. */
  private wanted: number | null = null;

  constructor(readonly backend: Backend) {}

  /** Follows the program's events until the returned function is called. */
  async start(): Promise<() => void> {
    const stop = await this.backend.listen((event) => this.apply(event));
    void this.readCases();
    void this.ask(this.backend.guide().then((guide) => void (this.guide = guide)));
    // Events that arrived meanwhile are newer than the answer.
    const listed = await this.backend.photos();
    const newer = new Map(this.photos.map((photo) => [photo.id, photo]));
    const known = new Set(listed.map((photo) => photo.id));
    this.photos = [
      ...listed.map((photo) => newer.get(photo.id) ?? photo),
      ...this.photos.filter((photo) => !known.has(photo.id)),
    ].sort((a, b) => a.id - b.id);
    this.selectedId ??= this.photos[0]?.id ?? null;
    return stop;
  }

  apply(event: Event): void {
    switch (event.type) {
      case 'photo_changed':
        this.put(event.photo);
        break;
      case 'photo_removed':
        this.take(event.id);
        break;
      case 'case_opened':
        this.photos = event.photos;
        this.together = false;
        this.rate = this.pace.begin();
        this.selectedId = (event.photos.find((photo) => photo.id === this.wanted) ?? event.photos[0])?.id ?? null;
        this.wanted = null;
        this.paused = false;
        void this.readCases();
        break;
      case 'paused':
        this.paused = event.paused;
        // What was done before the pause says nothing of the pace after it.
        this.rate = this.pace.begin();
        break;
      case 'notice':
        this.tell({ text: event.notice.text });
        break;
      case 'drop_hover':
        this.hovering = event.over;
        break;
    }
  }

  select(id: number): void {
    this.together = false;
    this.selectedId = id;
    this.reading = false;
  }

  /** Selects a photo and moves the keyboard to its report. */
  read(id: number): void {
    this.together = false;
    this.selectedId = id;
    this.reading = true;
  }

  chooseFiles = () => this.ask(this.backend.chooseFiles());
  chooseFolder = () => this.ask(this.backend.chooseFolder());
  paste = () => this.ask(this.backend.paste());
  cancel = (id: number | null) => this.ask(this.backend.cancel(id));
  remove = (id: number) => this.ask(this.backend.remove(id));

  pause = (paused: boolean) => this.ask(this.backend.pause(paused));

  /** Reads the casebook anew. */
  readCases = () => this.ask(this.backend.casebook().then((casebook) => void (this.casebook = casebook)));

  /** Changes the casebook, then reads it anew. */
  async change(command: Promise<unknown>): Promise<void> {
    await this.ask(command.then(() => {}));
    await this.readCases();
  }

  /** Opens a case, and in it a photo. */
  openCase(id: number, photo: number | null = null): Promise<void> {
    if (id === this.casebook?.open) {
      if (photo !== null) this.select(photo);
      return Promise.resolve();
    }
    this.wanted = photo;
    return this.ask(this.backend.openCase(id));
  }

  /** Writes a case into a file that the user chooses, and says where it went. */
  exportCase = (id: number) => this.written(this.backend.exportCase(id));

  /** Writes a report into a file that the user chooses, and says where it went. */
  export = (id: number, form: ExportForm, language: ExportLanguage, redaction: Redaction) =>
    this.written(this.backend.export(id, form, language, redaction));

  /** Writes the last dossier into a file that the user chooses, and says where it went. */
  exportDossier = (form: DossierForm, language: ExportLanguage, blurFaces: boolean) =>
    this.written(this.backend.exportDossier(form, language, blurFaces));

  private written(name: Promise<string | null>): Promise<void> {
    return this.ask(
      name.then((name) => {
        if (name !== null) this.tell({ key: 'export.written', values: { name } });
      }),
    );
  }

  /** Hands over files that only the page received, one after the other to bound memory. */
  async receive(files: readonly File[], route: Route): Promise<void> {
    for (const file of files) {
      await this.ask(file.arrayBuffer().then((bytes) => this.backend.receive(file.name, bytes, route)));
    }
  }

  dismiss(id: number): void {
    this.messages = this.messages.filter((message) => message.id !== id);
  }

  /** Waits for a command; its failure becomes a message, because nobody else would show it. */
  async ask(command: Promise<void>): Promise<void> {
    try {
      await command;
    } catch (failure) {
      this.fail(failure);
    }
  }

  /** Shows why something did not work. */
  fail(failure: unknown): void {
    this.tell(describe(failure));
  }

  /** Shows a phrase of the page as a message. */
  say(key: Key): void {
    this.tell({ key });
  }

  private put(photo: Photo): void {
    const at = this.photos.findIndex((known) => known.id === photo.id);
    const before = this.photos[at];
    if (before && isUnfinished(before) && !isUnfinished(photo) && photo.stage.type !== 'cancelled') {
      this.rate = this.pace.ended(performance.now());
    }
    this.photos = at < 0 ? [...this.photos, photo] : this.photos.with(at, photo);
    this.selectedId ??= photo.id;
  }

  private take(id: number): void {
    const at = this.photos.findIndex((photo) => photo.id === id);
    if (at < 0) return;
    this.photos = this.photos.toSpliced(at, 1);
    if (this.selectedId === id) {
      this.selectedId = (this.photos[at] ?? this.photos[at - 1])?.id ?? null;
    }
  }

  private tell(saying: Saying): void {
    const others = this.messages.filter((message) => sentence(message) !== sentence(saying));
    this.messages = [...others, { id: this.nextMessage, ...saying }].slice(-MOST_MESSAGES);
    this.nextMessage += 1;
  }
}

/** A message in the page's language. */
export function sentence(saying: Saying): string {
  return 'failure' in saying ? t('message.failed', { reason: saying.failure }) : reason(saying);
}

/** What was said, without the words around a failure. */
export function reason(saying: Saying): string {
  if ('text' in saying) return words(saying.text);
  if ('key' in saying) return t(saying.key, saying.values);
  return saying.failure;
}

export function isUnfinished(photo: Photo): boolean {
  return photo.stage.type === 'waiting' || photo.stage.type === 'examining';
}

/** What a rejected command said: words in both languages, an error with a message, or a string. */
export function describe(failure: unknown): Saying {
  if (typeof failure === 'object' && failure !== null) {
    if ('en' in failure && 'zh-Hans' in failure) return { text: failure as Text };
    if ('text' in failure) return describe(failure.text);
    if ('message' in failure) return describe(failure.message);
  }
  return { failure: String(failure) };
}
