import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { blindReport, mixedReport } from '../backend/fixtures/reports';
import type { Remarks } from '../generated/Remarks';
import { setLanguage } from '../i18n/language.svelte';
import { card, expand, openPage, openReport } from '../testing/page';

const known: Remarks = {
  by: 'L. Meyer',
  obtained: { how: 'screenshot', from: 'a chat', at: '2026-11-01', remark: '' },
  notes: [{ text: 'The left hand.', region: { x: 100, y: 200, width: 300, height: 400 } }],
  judgements: [{ check: 'tone-gaps', status: 'disagrees', remark: 'A filter of the app.' }],
  checklist: [{ category: 'physics', seen: 'not_seen', remark: '' }],
  verifiers: [{ verifier: 'synth_id', answer: 'not_found', at: '2026-11-02', remark: '' }],
};

/** The page with a report beside which something was entered before. */
async function openKnown() {
  const page = openPage((backend) => {
    const { id } = backend.add('photo.jpg');
    backend.remarks.set(id, known);
    backend.finish(id, mixedReport('photo.jpg'));
  });
  await screen.findByTestId('evidence-by');
  return page;
}

/** What the program got last, once it has come. */
async function saved(backend: { remarks: Map<number, Remarks> }, test: (remarks: Remarks) => void) {
  await waitFor(() => {
    const remarks = backend.remarks.get(1);
    expect(remarks).toBeDefined();
    if (remarks) test(remarks);
  });
}

describe("a person's own evidence", () => {
  it('stands after the evidence and says that nobody measured it, in both languages', async () => {
    await openReport();
    const evidence = await screen.findByTestId('evidence');
    expect(evidence.textContent).toContain('Entered by a person, not measured, never weighed.');
    expect(screen.getByTestId('group-context').compareDocumentPosition(evidence)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    setLanguage('zh-Hans');
    await waitFor(() => expect(evidence.textContent).toContain('由人填写，未经测量，从不计入权重'));
  });

  it('shows what was entered before, and does not save it again', async () => {
    const { backend, user } = await openKnown();
    expect(screen.getByTestId<HTMLInputElement>('evidence-by').value).toBe('L. Meyer');
    expect(screen.getByTestId<HTMLSelectElement>('evidence-obtained').value).toBe('screenshot');
    expect(screen.getByTestId<HTMLTextAreaElement>('evidence-note-text').value).toBe('The left hand.');
    expect(screen.getByTestId('checklist-physics').textContent).toContain('Looked, nothing seen');
    expect(screen.getByTestId<HTMLInputElement>('verifier-answer-not_found').checked).toBe(true);
    expect(within(card('tone-gaps')).getByTestId('opinion-chip').textContent).toBe("A person's opinion: Disagrees");
    await user.click(screen.getByTestId('export'));
    await user.click(await screen.findByTestId('export-write'));
    await waitFor(() => expect(backend.asked).toContain('export 1 html en'));
    expect(backend.asked).not.toContain('remark 1');
  });

  it('saves once after a pause in typing', async () => {
    const { backend, user } = await openReport();
    await user.type(await screen.findByTestId('evidence-by'), 'Li Na');
    expect(backend.asked).not.toContain('remark 1');
    await saved(backend, ({ by }) => expect(by).toBe('Li Na'));
    expect(backend.asked.filter((request) => request === 'remark 1')).toHaveLength(1);
  });

  it('saves at once when another photo is selected, and shows it on return', async () => {
    const { backend, user } = openPage((fake) => {
      for (const name of ['a.jpg', 'b.jpg']) fake.finish(fake.add(name).id, mixedReport(name));
    });
    await user.type(await screen.findByTestId('evidence-by'), 'Li Na');
    await user.click(screen.getByText('b.jpg', { selector: '[data-testid=queue] *' }));
    await waitFor(() => expect(backend.remarks.get(1)?.by).toBe('Li Na'));
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('evidence-by').value).toBe(''));
    await user.click(screen.getByText('a.jpg', { selector: '[data-testid=queue] *' }));
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('evidence-by').value).toBe('Li Na'));
  });

  it('asks nothing about a photo that was taken off the queue', async () => {
    const { backend, user } = await openReport();
    await user.type(await screen.findByTestId('evidence-by'), 'Li');
    backend.emit({ type: 'photo_removed', id: 1 });
    await waitFor(() => expect(screen.queryByTestId('report')).toBeNull());
    expect(backend.asked).not.toContain('remark 1');
  });

  it('says when it could not be saved, and tries again with the next change', async () => {
    const { backend, user } = await openReport();
    backend.failures.set('remark 1', { en: 'The disk is full.', 'zh-Hans': '磁盘已满。' });
    await user.type(await screen.findByTestId('evidence-by'), 'Li');
    expect(await screen.findByText('The disk is full.')).toBeTruthy();
    backend.failures.clear();
    await user.type(screen.getByTestId('evidence-by'), ' Na');
    await saved(backend, ({ by }) => expect(by).toBe('Li Na'));
  });

  it('lets nothing be entered over what could not be read', async () => {
    openPage((backend) => {
      const { id } = backend.add('photo.jpg');
      backend.failures.set(`record ${id}`, { en: 'The record is damaged.', 'zh-Hans': '记录已损坏。' });
      backend.finish(id, mixedReport());
    });
    expect((await screen.findByText(/The record is damaged/)).textContent).toContain('What was entered before could not be opened');
    expect(screen.queryByTestId('evidence-by')).toBeNull();
  });
});

describe('how the file was obtained', () => {
  it('is said, described and taken back', async () => {
    const { backend, user } = await openReport();
    const choice = await screen.findByTestId('evidence-obtained');
    expect(screen.queryByTestId('evidence-obtained-from')).toBeNull();
    await user.selectOptions(choice, 'messenger');
    await user.type(screen.getByTestId('evidence-obtained-from'), 'a friend');
    await user.type(screen.getByTestId('evidence-obtained-at'), 'yesterday');
    await saved(backend, ({ obtained }) => expect(obtained).toEqual({ how: 'messenger', from: 'a friend', at: 'yesterday', remark: '' }));
    await user.selectOptions(choice, '');
    await saved(backend, ({ obtained }) => expect(obtained).toBeUndefined());
  });
});

describe('notes', () => {
  it('are written, numbered and removed; one without words is not kept', async () => {
    const { backend, user } = await openReport();
    await user.click(await screen.findByTestId('evidence-note-add'));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('evidence-note-text')));
    await user.keyboard('The hand.');
    await user.click(screen.getByTestId('evidence-note-add'));
    await saved(backend, ({ notes }) => expect(notes).toEqual([{ text: 'The hand.' }]));
    expect(screen.getByRole('textbox', { name: 'Note 2' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Remove note 1' }));
    await saved(backend, ({ notes }) => expect(notes).toEqual([]));
  });

  it('mark a region with the pointer, and give the keyboard back', async () => {
    const { backend, user } = await openReport();
    await user.click(await screen.findByTestId('evidence-note-add'));
    await user.click(screen.getByTestId('evidence-note-mark'));
    const layer = screen.getByTestId('viewer-marker');
    expect(document.activeElement).toBe(screen.getByTestId('viewer-stage'));
    await fireEvent.pointerDown(layer, { button: 0, pointerId: 1, clientX: 400, clientY: 300 });
    await fireEvent.pointerMove(layer, { pointerId: 1, clientX: 250, clientY: 360 });
    await fireEvent.pointerUp(layer, { pointerId: 1, clientX: 200, clientY: 400 });
    await saved(backend, ({ notes }) => expect(notes).toEqual([{ text: '', region: { x: 200, y: 300, width: 200, height: 100 } }]));
    expect(screen.queryByTestId('viewer-marker')).toBeNull();
    expect(screen.getByTestId('viewer-marked').querySelector('text')?.textContent).toBe('Note 1');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('evidence-note-mark')));
    await user.click(screen.getByTestId('evidence-note-unmark'));
    expect(screen.queryByTestId('viewer-marked')).toBeNull();
  });

  it('stay unmarked with Escape', async () => {
    const { user } = await openReport();
    await user.click(await screen.findByTestId('evidence-note-add'));
    await user.click(screen.getByTestId('evidence-note-mark'));
    await user.keyboard('{Escape}');
    expect(screen.queryByTestId('viewer-marker')).toBeNull();
    expect(screen.queryByTestId('viewer-marked')).toBeNull();
    expect(document.activeElement).toBe(screen.getByTestId('evidence-note-mark'));
  });

  it('take a region as numbers, inside the photo', async () => {
    const { backend, user } = await openReport();
    await user.click(await screen.findByTestId('evidence-note-add'));
    await user.click(screen.getByTestId('evidence-note-numbers'));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('region-x')));
    await user.clear(screen.getByTestId('region-x'));
    await user.type(screen.getByTestId('region-x'), '5000');
    await user.tab();
    await saved(backend, ({ notes }) => expect(notes[0]?.region).toEqual({ x: 1079, y: 360, width: 1, height: 720 }));
  });

  it('offer no region where there is no photo to see', async () => {
    const { user } = await openReport(blindReport());
    await user.click(await screen.findByTestId('evidence-note-add'));
    expect(screen.queryByTestId('evidence-note-mark')).toBeNull();
  });
});

describe('the checklist', () => {
  it('guides through five categories, and keeps answers that can be taken back', async () => {
    const { backend, user } = await openReport();
    const list = await screen.findByTestId('evidence-checklist');
    expect(list.querySelectorAll('details')).toHaveLength(5);
    expect(list.textContent).toContain('A checklist helps to look, it does not detect');
    const hands = screen.getByTestId('checklist-anatomical');
    await user.click(within(hands).getByText('Bodies that cannot be'));
    expect(hands.textContent).toContain('Fingers: number, length, joints');
    expect(hands.textContent).toContain('bent fingers look odd in real photos too');
    await user.click(screen.getByTestId('checklist-anatomical-seen'));
    await user.type(within(hands).getByTestId('checklist-remark'), 'Six fingers.');
    await saved(backend, ({ checklist }) => expect(checklist).toEqual([{ category: 'anatomical', seen: 'seen', remark: 'Six fingers.' }]));
    await user.click(screen.getByTestId('checklist-anatomical-cannot_tell'));
    await saved(backend, ({ checklist }) => expect(checklist).toEqual([{ category: 'anatomical', seen: 'cannot_tell', remark: 'Six fingers.' }]));
    await user.click(screen.getByTestId('checklist-anatomical-none'));
    await saved(backend, ({ checklist }) => expect(checklist).toEqual([]));
  });
});

describe('verifiers of others', () => {
  it('warn first, show their steps, and keep no entry without an answer', async () => {
    const { backend, user } = await openReport();
    const steps = await screen.findByTestId('verifier-steps');
    expect(screen.getByText(/Giving a picture to one of these services uploads it/)).toBeTruthy();
    expect(steps.textContent).toContain('Open the Gemini app');
    await user.selectOptions(screen.getByTestId('evidence-verifier-choice'), 'reverse_image_search');
    await waitFor(() => expect(screen.getByTestId('verifier-steps').textContent).toContain('TinEye'));
    await user.click(screen.getByTestId('evidence-verifier-add'));
    expect(screen.queryByTestId('verifier-at')).toBeNull();
    await user.click(screen.getByTestId('verifier-answer-found'));
    await user.type(screen.getByTestId('verifier-at'), '2 November');
    await user.type(screen.getByTestId('verifier-remark'), 'An older copy.');
    const first = { verifier: 'reverse_image_search', answer: 'found', at: '2 November', remark: 'An older copy.' };
    await saved(backend, ({ verifiers }) => expect(verifiers).toEqual([first]));

    await user.click(screen.getByTestId('evidence-verifier-add'));
    await user.click(within(screen.getAllByTestId('verifier-answer')[1] as HTMLElement).getByTestId('verifier-answer-unclear'));
    await saved(backend, ({ verifiers }) => expect(verifiers).toHaveLength(2));
    await user.click(screen.getAllByTestId('verifier-answer-remove')[0] as HTMLElement);
    await saved(backend, ({ verifiers }) => expect(verifiers).toEqual([{ ...first, answer: 'unclear', at: '', remark: '' }]));
  });
});

describe('an opinion of a finding', () => {
  it('is given on the card, shown on the closed card, and taken back', async () => {
    const { backend, user } = await openReport();
    await expand(user, 'tone-gaps');
    const own = within(card('tone-gaps'));
    expect(own.queryByTestId('opinion-chip')).toBeNull();
    await user.click(own.getByTestId('opinion-to_check'));
    await user.type(own.getByTestId('opinion-remark'), 'Ask for the original.');
    await saved(backend, ({ judgements }) =>
      expect(judgements).toEqual([{ check: 'tone-gaps', status: 'to_check', remark: 'Ask for the original.' }]),
    );
    await user.click(own.getByTestId('result-toggle'));
    expect(own.getByTestId('opinion-chip').textContent).toBe("A person's opinion: To check");
    setLanguage('zh-Hans');
    await waitFor(() => expect(own.getByTestId('opinion-chip').textContent).toBe('由人填写的意见：待核实'));
    await user.click(own.getByTestId('result-toggle'));
    await user.click(own.getByTestId('opinion-none'));
    await saved(backend, ({ judgements }) => expect(judgements).toEqual([]));
    expect(own.queryByTestId('opinion-chip')).toBeNull();
  });
});
