import type { Case } from '../generated/Case';
import type { Casebook } from '../generated/Casebook';
import type { Chosen } from '../generated/Chosen';
import type { Comparison } from '../generated/Comparison';
import type { DeclaredGenerator } from '../generated/DeclaredGenerator';
import type { Event } from '../generated/Event';
import type { Guide } from '../generated/Guide';
import type { Hits } from '../generated/Hits';
import type { Installation } from '../generated/Installation';
import type { Photo } from '../generated/Photo';
import type { Record as Kept } from '../generated/Record';
import type { Redaction } from '../generated/Redaction';
import type { Reliability } from '../generated/Reliability';
import type { Remarks } from '../generated/Remarks';
import type { Report } from '../generated/Report';
import type { Samples } from '../generated/Samples';
import type { Search } from '../generated/Search';
import type { Stage } from '../generated/Stage';
import type { Text } from '../generated/Text';
import type { Together } from '../generated/Together';
import type { Backend, DossierForm, ExportForm, ExportLanguage, Route } from './backend';
import { dossierOf, endedOf } from './fixtures/dossier';
import { guide } from './fixtures/guide';
import { installation } from './fixtures/installation';
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

  /** Cases, the newest first. */
  cases: Case[] = [aCase(1, '2026-11-22 18:04')];
  /** Generators that files of any case declare. */
  generators: DeclaredGenerator[] = [];
  /** What two photos are found to differ in. */
  comparison: Comparison = { same_file: false, checks: [] };
  /** What the installation is said to be. */
  installed: Installation = installation();
  /** What the next search finds. */
  hits: Hits = { hits: [], all: 0 };

  private book: Casebook = { folder: FOLDER, bytes: 41_500_000, keeps_originals: true, cases: [], generators: [], open: 1 };
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

  async installation(): Promise<Installation> {
    await this.answer('installation', () => {});
    return structuredClone(this.installed);
  }

  chooseBounds(atOnce: number | null, mostMegapixels: number | null): Promise<void> {
    return this.answer(`chooseBounds ${atOnce} ${mostMegapixels}`, () => {
      this.installed = { ...this.installed, chosen_at_once: atOnce, chosen_most_megapixels: mostMegapixels };
    });
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

  pause(paused: boolean): Promise<void> {
    return this.answer(`pause ${paused}`, () => this.emit({ type: 'paused', paused }));
  }

  async casebook(): Promise<Casebook> {
    const photos = [...this.queue.values()];
    const unfinished = photos.filter(({ stage }) => stage.type === 'waiting' || stage.type === 'examining').length;
    const cases = this.cases.map((one) => (one.id === this.book.open ? { ...one, photos: photos.length, unfinished } : one));
    return structuredClone({ ...this.book, cases, generators: this.generators });
  }

  beginCase(name: string): Promise<void> {
    return this.answer(`beginCase ${name}`, () => {
      const id = Math.max(0, ...this.cases.map((one) => one.id)) + 1;
      this.cases.unshift(aCase(id, name || '2026-11-23 09:30'));
      this.show(id);
    });
  }

  openCase(id: number): Promise<void> {
    return this.answer(`openCase ${id}`, () => this.show(id));
  }

  renameCase(id: number, name: string): Promise<void> {
    return this.answer(`renameCase ${id} ${name}`, () => {
      this.cases = this.cases.map((one) => (one.id === id ? { ...one, name } : one));
    });
  }

  async deleteCase(id: number): Promise<number> {
    const photos = this.cases.find((one) => one.id === id)?.photos ?? 0;
    await this.answer(`deleteCase ${id}`, () => (this.cases = this.cases.filter((one) => one.id !== id)));
    return photos;
  }

  async search(search: Search): Promise<Hits> {
    await this.answer(`search ${JSON.stringify(search)}`, () => {});
    return this.hits;
  }

  async compare(one: number, other: number): Promise<Comparison> {
    await this.answer(`compare ${one} ${other}`, () => {});
    return this.comparison;
  }

  async samples(id: number, x: number, y: number, side: number): Promise<Samples> {
    await this.answer(`samples ${id} ${x} ${y} ${side}`, () => {});
    const picture = this.reports.get(id)?.exhibit.picture;
    if (!picture || side < 1 || side > 64 || x < 0 || y < 0 || x >= picture.width || y >= picture.height) {
      throw new Error('no such pixels');
    }
    const [width, height] = [Math.min(side, picture.width - x), Math.min(side, picture.height - y)];
    let rgb = '';
    for (let row = y; row < y + height; row += 1) {
      for (let column = x; column < x + width; column += 1) rgb += String.fromCharCode(...this.pixel(column, row));
    }
    return { x, y, width, height, rgb: btoa(rgb) };
  }

  /** Red, green and blue of a pixel of every photo. */
  pixel(x: number, y: number): [number, number, number] {
    return [x % 256, y % 256, (x + y) % 256];
  }

  async exportCase(id: number): Promise<string | null> {
    await this.answer(`exportCase ${id}`, () => {});
    return this.exported;
  }

  async importCase(): Promise<boolean> {
    await this.answer('importCase', () => {});
    return false;
  }

  keep(nothing: boolean): Promise<void> {
    return this.answer(`keep ${nothing}`, () => (this.book = { ...this.book, folder: nothing ? null : FOLDER }));
  }

  keepOriginals(keeps: boolean): Promise<void> {
    return this.answer(`keepOriginals ${keeps}`, () => (this.book = { ...this.book, keeps_originals: keeps }));
  }

  async moveCasebook(): Promise<string | null> {
    await this.answer('moveCasebook', () => {});
    return null;
  }

  async dossier(chosen: Chosen, compareFaces: boolean): Promise<Together> {
    await this.answer(`dossier ${chosen}${compareFaces ? ' with faces' : ''}`, () => {});
    const queue = [...this.queue.values()];
    return { dossier: dossierOf(queue, chosen), photos: endedOf(queue).map(({ id }) => id) };
  }

  async exportDossier(form: DossierForm, language: ExportLanguage, blurFaces: boolean): Promise<string | null> {
    await this.answer(`export dossier ${form} ${language}${blurFaces ? ' without faces' : ''}`, () => {});
    return this.exported;
  }

  dossierImageUrl(key: string): string {
    return `catchlight:dossier/${key}`;
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

  /** Puts another case on screen. */
  private show(id: number): void {
    this.queue.clear();
    this.book = { ...this.book, open: id };
    this.emit({ type: 'case_opened', photos: [] });
  }

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

const FOLDER = '/home/reader/.local/share/catchlight/casebook';

function aCase(id: number, name: string): Case {
  return { id, name, begun_at: '2026-11-22T18:04:00+08:00', photos: 0, unfinished: 0, conclusions: [] };
}

/** What an export makes unreadable, such as ` without faces:all names`; nothing when all stays. */
function said({ faces, ...rest }: Redaction): string {
  const without = Object.keys(rest).filter((part) => rest[part as keyof typeof rest]);
  if (faces !== 'none') without.unshift(`faces:${faces}`);
  return without.length > 0 ? ` without ${without.join(' ')}` : '';
}
