import type { Casebook } from '../generated/Casebook';
import type { Chosen } from '../generated/Chosen';
import type { Comparison } from '../generated/Comparison';
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
import type { Together } from '../generated/Together';

/** How bytes reached the page itself instead of the shell. */
export type Route = 'drop' | 'paste';

/** Forms in which a report can be written. */
export type ExportForm = 'html' | 'pdf' | 'card' | 'story' | 'json' | 'bundle';
/** Forms in which what photos say together can be written. */
export type DossierForm = 'html' | 'pdf' | 'one_page' | 'csv';
/** Languages of what is written. */
export type ExportLanguage = 'en' | 'zh-Hans' | 'both';

/** Everything that the page asks of the program around it. */
export interface Backend {
  /** Calls back for every event until the returned function is called. */
  listen(onEvent: (event: Event) => void): Promise<() => void>;
  /** The queue in the order of arrival. */
  photos(): Promise<Photo[]>;
  /** Shows the native file dialog; the photos arrive as events. */
  chooseFiles(): Promise<void>;
  /** Shows the native folder dialog; the photos arrive as events. */
  chooseFolder(): Promise<void>;
  /** Takes files or pixels from the clipboard. */
  paste(): Promise<void>;
  /** Hands over bytes that only the page received. */
  receive(name: string, bytes: ArrayBuffer, route: Route): Promise<void>;
  /** The report on an examined photo. */
  report(id: number): Promise<Report>;
  /** Asks where to and writes the report there; the file's name, or `null` when no file was chosen. */
  export(id: number, form: ExportForm, language: ExportLanguage, redaction: Redaction): Promise<string | null>;
  /** The words that guide a person. */
  guide(): Promise<Guide>;
  /** What stands beside the report on an examined photo. */
  record(id: number): Promise<Kept>;
  /** Puts what a person entered in the place of what was entered before. */
  remark(id: number, remarks: Remarks): Promise<void>;
  /** How reliable conclusions are. */
  reliability(): Promise<Reliability>;
  /** Cancels one photo; `null` cancels everything that waits or runs. */
  cancel(id: number | null): Promise<void>;
  /** Takes a photo off the queue. */
  remove(id: number): Promise<void>;
  /** Lets no further photo begin, or goes on. */
  pause(paused: boolean): Promise<void>;
  /** The casebook and its cases. */
  casebook(): Promise<Casebook>;
  /** Begins a case and opens it; without a name it is named after the moment. */
  beginCase(name: string): Promise<void>;
  /** Opens a case; its photos arrive as an event. */
  openCase(id: number): Promise<void>;
  /** Gives a case another name. */
  renameCase(id: number, name: string): Promise<void>;
  /** Deletes a case with everything in it; how many photos that were. */
  deleteCase(id: number): Promise<number>;
  /** Looks for photos in all cases. */
  search(search: Search): Promise<Hits>;
  /** What differs between the reports on two photos. */
  compare(one: number, other: number): Promise<Comparison>;
  /** Asks where to and writes a case there; the file's name, or `null` when no file was chosen. */
  exportCase(id: number): Promise<string | null>;
  /** Asks for the file of an exported case, takes it in and opens it; `false` when no file was chosen. */
  importCase(): Promise<boolean>;
  /** Keeps nothing from now on, or keeps again. */
  keep(nothing: boolean): Promise<void>;
  /** Sets whether copies of the photos are kept. */
  keepOriginals(keeps: boolean): Promise<void>;
  /** Asks for another folder and moves the casebook there; the folder, or `null` when none was chosen. */
  moveCasebook(): Promise<string | null>;
  /** What the photos on screen say together; `chosen` is how they were chosen, and faces are compared only when asked for. */
  dossier(chosen: Chosen, compareFaces: boolean): Promise<Together>;
  /** Asks where to and writes the last dossier there; the file's name, or `null` when no file was chosen. */
  exportDossier(form: DossierForm, language: ExportLanguage, blurFaces: boolean): Promise<string | null>;
  /** Address of a picture of a dossier; `key` is its key there. */
  dossierImageUrl(key: string): string;
  /** Values of the upright photo's pixels in a square of at most 64 a side; fewer at the photo's edge. */
  samples(id: number, x: number, y: number, side: number): Promise<Samples>;
  /** Address of a small upright picture. */
  thumbnailUrl(id: number): string;
  /** Address of the whole upright picture in sRGB. */
  viewUrl(id: number): string;
  /** Address of an artifact's picture; `image` is its key in the report. */
  imageUrl(id: number, image: string): string;
  /** This installation: its models, and what is examined at the same time. */
  installation(): Promise<Installation>;
  /** Chooses what is examined at the same time from the next start on; `null` for the usual. */
  chooseBounds(atOnce: number | null, mostMegapixels: number | null): Promise<void>;
  /** Sets the window's title. */
  setTitle(title: string): Promise<void>;
}
