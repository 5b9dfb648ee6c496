import type { Guide } from '../generated/Guide';
import type { MarkedBox } from '../generated/MarkedBox';
import type { Note } from '../generated/Note';
import type { Remarks } from '../generated/Remarks';
import { words } from '../i18n/language.svelte';
import { describe, type Saying, type Session } from '../session.svelte';

/** A pause in typing after which is saved. */
const SAVE_AFTER_MS = 400;

/** What a person entered about one photo, and its way into the program's record. */
export class EnteredRemarks {
  /** What was entered; null until it was loaded, so that nothing is written over it. */
  remarks = $state<Remarks | null>(null);
  /** Why it could not be loaded. */
  failure = $state.raw<Saying | null>(null);
  /** The note whose region is being marked on the photo. */
  marking = $state.raw<Note | null>(null);

  /** What the program last got, as JSON. */
  private saved = '';
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly session: Session,
    private readonly id: number,
  ) {}

  get guide(): Guide | null {
    return this.session.guide;
  }

  async load(): Promise<void> {
    try {
      await this.session.saving;
      const { remarks } = await this.session.backend.record(this.id);
      this.saved = JSON.stringify(remarks);
      this.remarks = remarks;
    } catch (failure) {
      this.failure = describe(failure);
    }
  }

  /** Changes a part of what was entered, and saves it after a pause. */
  change<Part extends object>(part: Part, values: Partial<Part>): void {
    Object.assign(part, values);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), SAVE_AFTER_MS);
  }

  /** Saves at once what was not saved; false when that did not work. */
  flush(): Promise<boolean> {
    clearTimeout(this.timer);
    const saved = this.session.saving.then(() => this.save());
    this.session.saving = saved;
    return saved;
  }

  /** Ends marking, with the box that was drawn. */
  mark(region: MarkedBox | null): void {
    const note = this.marking;
    this.marking = null;
    if (note && region) this.change(note, { region });
  }

  /** A person's opinion of a check's finding, in the page's language. */
  opinionOf(check: string): string | null {
    const status = this.remarks?.judgements.find((judgement) => judgement.check === check)?.status;
    const choice = this.guide?.statuses.find(({ id }) => id === status);
    return choice ? words(choice.title) : null;
  }

  private async save(): Promise<boolean> {
    // Of a photo that was taken off the queue, nothing can be saved any more.
    const there = this.session.photos.some(({ id }) => id === this.id);
    if (!this.remarks || !there) return true;
    const remarks = withoutEmptyNotes($state.snapshot(this.remarks));
    const entered = JSON.stringify(remarks);
    if (entered === this.saved) return true;
    let done = false;
    await this.session.ask(this.session.backend.remark(this.id, remarks).then(() => void (done = true)));
    if (done) this.saved = entered;
    return done;
  }
}

/** A note that was added and not written yet says nothing. */
function withoutEmptyNotes(remarks: Remarks): Remarks {
  return { ...remarks, notes: remarks.notes.filter(({ text, region }) => text.trim() !== '' || region) };
}
