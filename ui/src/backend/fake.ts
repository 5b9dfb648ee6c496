import type { Event } from '../generated/Event';
import type { Guide } from '../generated/Guide';
import type { Photo } from '../generated/Photo';
import type { Record as Kept } from '../generated/Record';
import type { Redaction } from '../generated/Redaction';
import type { Reliability } from '../generated/Reliability';
import type { Remarks } from '../generated/Remarks';
import type { Report } from '../generated/Report';
import type { Stage } from '../generated/Stage';
import type { Text } from '../generated/Text';
import type { Backend, ExportForm, ExportLanguage, Route } from './backend';
import { guide } from './fixtures/guide';
import { measured } from './fixtures/reliability';

/** A program without a shell, for tests and for a plain browser. It keeps a queue and notes what it was asked. */
export class FakeBackend implements Backend {
  /** Every request in order, such as `cancel 3`. */
  readonly asked: string[] = [];
  title = '';
  /** What the next `chooseFiles`, `chooseFolder` or `paste` does. */
  onChoose: () => void = () => {};
  /** Name of the file that an export is written into; `null` when none is chosen. */
  exported: string | null = null;
  /** Called after a photo arrived. */
  onArrival: (photo: Photo) => void = () => {};
  /** Requests that fail, with what they say. */
  readonly failures = new Map<string, unknown>();

  /** What persons entered, by photo. */
  readonly remarks = new Map<number, Remarks>();

  private readonly listeners = new Set<(event: Event) => void>();
  private readonly queue = new Map<number, Photo>();
  private readonly reports = new Map<number, Report>();
  private nextId = 1;

  async listen(onEvent: (event: Event) => void): Promise<() => void> {
    this.listeners.add(onEvent);
    return () => this.listeners.delete(onEvent);
  }

  async photos(): Promise<Photo[]> {
    return [...this.queue.values()];
  }

  chooseFiles = () => this.answer('chooseFiles', () => this.onChoose());
  chooseFolder = () => this.answer('chooseFolder', () => this.onChoose());
  paste = () => this.answer('paste', () => this.onChoose());

  receive(name: string, bytes: ArrayBuffer, route: Route): Promise<void> {
    return this.answer(`receive ${name} ${bytes.byteLength} ${route}`, () => void this.add(name));
  }

  async report(id: number): Promise<Report> {
    await this.answer(`report ${id}`, () => {});
    const report = this.reports.get(id);
    if (!report) throw new Error(`no report ${id}`);
    return report;
  }

  async export(id: number, form: ExportForm, language: ExportLanguage, redaction: Redaction): Promise<string | null> {
    await this.answer(`export ${id} ${form} ${language}${said(redaction)}`, () => {});
    return this.exported;
  }

  async guide(): Promise<Guide> {
    return guide();
  }

  async record(id: number): Promise<Kept> {
    await this.answer(`record ${id}`, () => {});
    const exhibit = this.reports.get(id)?.exhibit.sha256 ?? '';
    const remarks = this.remarks.get(id) ?? { by: '', notes: [], judgements: [], checklist: [], verifiers: [] };
    // Copies, as what crosses the bridge to the program is copied too.
    return { format: 'catchlight.record/1', exhibit, remarks: structuredClone(remarks), chain: [] };
  }

  remark(id: number, remarks: Remarks): Promise<void> {
    return this.answer(`remark ${id}`, () => void this.remarks.set(id, structuredClone(remarks)));
  }

  async reliability(): Promise<Reliability> {
    await this.answer('reliability', () => {});
    return measured();
  }

  cancel(id: number | null): Promise<void> {
    return this.answer(`cancel ${id}`, () => {
      for (const photo of [...this.queue.values()]) {
        const unfinished = photo.stage.type === 'waiting' || photo.stage.type === 'examining';
        if (unfinished && (id === null || photo.id === id)) this.move(photo.id, { type: 'cancelled' });
      }
    });
  }

  remove(id: number): Promise<void> {
    return this.answer(`remove ${id}`, () => {
      this.queue.delete(id);
      this.emit({ type: 'photo_removed', id });
    });
  }

  thumbnailUrl(id: number): string {
    return `catchlight:photo/${id}/thumbnail`;
  }

  viewUrl(id: number): string {
    return `catchlight:photo/${id}/view`;
  }

  imageUrl(id: number, image: string): string {
    return `catchlight:photo/${id}/artifact/${image}`;
  }

  setTitle(title: string): Promise<void> {
    this.title = title;
    return Promise.resolve();
  }

  // What a test or a demonstration does in the program's place.

  emit(event: Event): void {
    for (const listener of this.listeners) listener(event);
  }

  notice(text: Text): void {
    this.emit({ type: 'notice', notice: { text } });
  }

  /** Takes a photo in, waiting unless another stage is given. */
  add(name: string, stage: Stage = { type: 'waiting' }): Photo {
    const photo = { id: this.nextId, name, stage };
    this.nextId += 1;
    this.queue.set(photo.id, photo);
    this.emit({ type: 'photo_changed', photo });
    this.onArrival(photo);
    return photo;
  }

  /** Moves a photo to another stage; one that was removed stays away. */
  move(id: number, stage: Stage): void {
    const photo = this.queue.get(id);
    if (!photo) return;
    const moved = { ...photo, stage };
    this.queue.set(id, moved);
    this.emit({ type: 'photo_changed', photo: moved });
  }

  stageOf(id: number): Stage | null {
    return this.queue.get(id)?.stage ?? null;
  }

  /** Ends an examination with a report. */
  finish(id: number, report: Report): void {
    this.reports.set(id, report);
    this.move(id, {
      type: 'examined',
      conclusion: report.conclusion.kind,
      title: report.conclusion.title,
      kind: report.exhibit.kind,
      has_view: report.exhibit.undecodable === null,
      partial: report.outcome === 'cancelled',
    });
  }

  private async answer(request: string, act: () => void): Promise<void> {
    this.asked.push(request);
    if (this.failures.has(request)) throw this.failures.get(request);
    act();
  }
}

/** What an export makes unreadable, such as ` without faces:all names`; nothing when all stays. */
function said({ faces, ...rest }: Redaction): string {
  const without = Object.keys(rest).filter((part) => rest[part as keyof typeof rest]);
  if (faces !== 'none') without.unshift(`faces:${faces}`);
  return without.length > 0 ? ` without ${without.join(' ')}` : '';
}
