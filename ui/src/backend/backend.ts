import type { Event } from '../generated/Event';
import type { Guide } from '../generated/Guide';
import type { Photo } from '../generated/Photo';
import type { Record as Kept } from '../generated/Record';
import type { Redaction } from '../generated/Redaction';
import type { Reliability } from '../generated/Reliability';
import type { Remarks } from '../generated/Remarks';
import type { Report } from '../generated/Report';

/** How bytes reached the page itself instead of the shell. */
export type Route = 'drop' | 'paste';

/** Forms in which a report can be written. */
export type ExportForm = 'html' | 'pdf' | 'card' | 'story' | 'json' | 'bundle';
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
  /** Address of a small upright picture. */
  thumbnailUrl(id: number): string;
  /** Address of the whole upright picture in sRGB. */
  viewUrl(id: number): string;
  /** Address of an artifact's picture; `image` is its key in the report. */
  imageUrl(id: number, image: string): string;
  /** Sets the window's title. */
  setTitle(title: string): Promise<void>;
}
