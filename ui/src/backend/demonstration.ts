// The page in a plain browser, for work on its looks: `?photos=200` fills the queue, `?stage=still` keeps
// it from moving.
import type { Photo } from '../generated/Photo';
import { FakeBackend } from './fake';
import { text } from './fixtures/checks';
import { errorLevel, frequency, ghostReadings, spectrumReadings } from './fixtures/exhibits';
import { drawn, eyes, map, portrait } from './fixtures/pictures';
import { blindReport, mixedReport, oneSidedReport } from './fixtures/reports';

const STEP_MS = 220;

const pictures: Record<string, () => string> = {
  'faces/eyes': eyes,
  'frequency-grid/spectrum': () => drawn(spectrumReadings),
  'frequency-grid/ghost': () => drawn(ghostReadings),
};

/** Every kind of picture, and a view for experts. */
function richReport(name: string) {
  const report = mixedReport(name);
  return { ...report, results: [frequency, ...report.results, errorLevel] };
}

class Demonstration extends FakeBackend {
  override thumbnailUrl = (id: number) => portrait(id);
  override viewUrl = (id: number) => portrait(id);
  override imageUrl = (_id: number, image: string) => (pictures[image] ?? map)();
  /** Skin with noise, as a camera would give. */
  override pixel(x: number, y: number): [number, number, number] {
    const noise = (Math.sin(x * 12.9898 + y * 78.233) * 43_758.5453) % 12;
    const shade = 14 * Math.sin(x / 9) * Math.cos(y / 11);
    return [214, 168, 138].map((value) => Math.round(value + shade + noise)) as [number, number, number];
  }

  override dossierImageUrl = () => eyes();
}

export function demonstration(): FakeBackend {
  const wishes = new URLSearchParams(location.search);
  const backend = new Demonstration();
  backend.onChoose = () => ['portrait-at-the-window.jpg', 'IMG_2043.HEIC', '自拍 2026-11-02.png'].forEach((name) => backend.add(name));
  if (wishes.get('stage') !== 'still') {
    backend.onArrival = (photo) => void examine(backend, photo);
  }
  const count = Number(wishes.get('photos') ?? 0);
  for (let index = 0; index < count; index += 1) place(backend, index, count);
  if (wishes.has('notice')) {
    setTimeout(() => {
      backend.notice(text('2 files were left out: they hold no picture. notes.txt, tax.pdf', '有 2 个文件未加入：其中没有图片。notes.txt、tax.pdf'));
    }, STEP_MS);
  }
  return backend;
}

/** One photo of each stage, and then more of the same. */
function place(backend: FakeBackend, index: number, count: number): void {
  const onArrival = backend.onArrival;
  backend.onArrival = () => {};
  const name = names[index % names.length] ?? 'photo.jpg';
  const photo = backend.add(index < names.length ? name : `IMG_${2000 + index}.jpg`);
  if (index === 0) backend.finish(photo.id, richReport(photo.name));
  else if (index === 1) backend.finish(photo.id, oneSidedReport(photo.name, 'ai'));
  else if (index === 2) backend.finish(photo.id, blindReport(photo.name));
  else if (index === 3) backend.finish(photo.id, { ...oneSidedReport(photo.name, 'camera'), outcome: 'cancelled' });
  else if (index === 4) backend.move(photo.id, { type: 'unreadable', why: text('The file could not be opened: permission denied.', '无法打开文件：没有权限。') });
  else if (index === 5) backend.move(photo.id, { type: 'cancelled' });
  else if (index === 6) backend.move(photo.id, { type: 'examining', step: 3, of: 8, check: text('Gaps in the tones', '色调缺口') });
  else if (index < count * 0.6) backend.finish(photo.id, oneSidedReport(photo.name, index % 3 === 0 ? 'ai' : 'camera'));
  else onArrival({ ...photo });
  backend.onArrival = onArrival;
}

const names = [
  'portrait-at-the-window.jpg',
  '小红书_1731_周末穿搭 封面图 final.webp',
  'scan.jpg',
  'DSC_0192.JPG',
  'broken-download.png',
  'a very long file name that somebody exported from a messenger on 2026-11-02 at 18.40.11.jpeg',
  'IMG_2043.HEIC',
];

async function examine(backend: FakeBackend, photo: Photo): Promise<void> {
  const { results } = mixedReport();
  for (let step = 0; step <= results.length; step += 1) {
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    const stage = backend.stageOf(photo.id);
    if (stage?.type !== 'waiting' && stage?.type !== 'examining') return;
    const check = results[step - 1]?.check.title ?? null;
    backend.move(photo.id, { type: 'examining', step, of: results.length, check });
  }
  backend.finish(photo.id, mixedReport(photo.name));
}
