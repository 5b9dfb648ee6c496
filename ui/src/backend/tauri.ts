// The only file that knows the shell.
import { convertFileSrc, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getCurrentWindow } from '@tauri-apps/api/window';
import type { Event } from '../generated/Event';
import type { Backend } from './backend';

const EVENT = 'catchlight';
const SCHEME = 'catchlight';

export function tauriBackend(): Backend {
  return {
    listen: (onEvent) => listen<Event>(EVENT, (message) => onEvent(message.payload)),
    photos: () => invoke('photos'),
    chooseFiles: () => invoke('choose_files'),
    chooseFolder: () => invoke('choose_folder'),
    paste: () => invoke('paste'),
    receive: (name, bytes, route) =>
      invoke('receive', new Uint8Array(bytes), {
        headers: { 'x-name': encodeURIComponent(name), 'x-route': route },
      }),
    report: (id) => invoke('report', { id }),
    export: (id, form, language, redaction) => invoke('export', { request: { id, form, language, redaction } }),
    guide: () => invoke('guide'),
    record: (id) => invoke('record', { id }),
    remark: (id, remarks) => invoke('remark', { id, remarks }),
    reliability: () => invoke('reliability'),
    cancel: (id) => invoke('cancel', { id }),
    remove: (id) => invoke('remove', { id }),
    pause: (paused) => invoke('pause', { paused }),
    casebook: () => invoke('casebook'),
    beginCase: (name) => invoke('begin_case', { name }),
    openCase: (id) => invoke('open_case', { id }),
    renameCase: (id, name) => invoke('rename_case', { id, name }),
    deleteCase: (id) => invoke('delete_case', { id }),
    search: (search) => invoke('search', { search }),
    compare: (one, other) => invoke('compare', { one, other }),
    samples: (id, x, y, side) => invoke('samples', { id, x, y, side }),
    exportCase: (id) => invoke('export_case', { id }),
    importCase: () => invoke('import_case'),
    keep: (nothing) => invoke('keep', { nothing }),
    keepOriginals: (keeps) => invoke('keep_originals', { keeps }),
    moveCasebook: () => invoke('move_casebook'),
    dossier: (chosen, compareFaces) => invoke('dossier', { chosen, compareFaces }),
    exportDossier: (form, language, blurFaces) => invoke('export_dossier', { request: { form, language, blur_faces: blurFaces } }),
    dossierImageUrl: (key) => convertFileSrc(`dossier/${key}`, SCHEME),
    thumbnailUrl: (id) => convertFileSrc(`photo/${id}/thumbnail`, SCHEME),
    viewUrl: (id) => convertFileSrc(`photo/${id}/view`, SCHEME),
    imageUrl: (id, image) => convertFileSrc(`photo/${id}/artifact/${image}`, SCHEME),
    installation: () => invoke('installation'),
    chooseBounds: (atOnce, mostMegapixels) => invoke('choose_bounds', { atOnce, mostMegapixels }),
    setTitle: (title) => getCurrentWindow().setTitle(title),
  };
}
