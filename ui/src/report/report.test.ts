import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { same } from '../backend/fixtures/checks';
import { blindReport, mixedReport, oneSidedReport } from '../backend/fixtures/reports';
import { setLanguage } from '../i18n/language.svelte';
import { card, expand, openPage, openReport } from '../testing/page';

const checksIn = (group: string) =>
  within(screen.getByTestId(group))
    .queryAllByTestId('result-card')
    .map((result) => result.dataset.check);

describe('the report', () => {
  it('puts the conclusion first, with its limits and without a percentage', async () => {
    await openReport();
    const report = screen.getByTestId('report');
    expect(screen.getByTestId('conclusion-title').textContent?.trim()).toBe('Inconclusive');
    expect(report.textContent?.indexOf('Inconclusive')).toBeLessThan(report.textContent?.indexOf('The file') ?? -1);
    expect(report.textContent).toContain('What would change this');
    expect(report.textContent).toContain('What this does not say');
    expect(report.textContent).not.toMatch(/\d\s?%/);
  });

  it('shows the file with its size, digest and time', async () => {
    await openReport();
    const report = screen.getByTestId('report');
    expect(report.textContent).toContain('1080 × 1440 pixels, stored as 1440 × 1080');
    expect(report.textContent).toContain('412 kB (412,334 bytes)');
    expect(report.textContent).toContain('dropped on the window');
    expect(screen.getByTestId('sha256').textContent).toBe(mixedReport().exhibit.sha256);
    expect(screen.queryByTestId('wrong-extension')).toBeNull();
  });

  it('says what the file can still tell, in both languages', async () => {
    await openReport();
    const quality = () => screen.getByTestId('quality').textContent;
    expect(quality()).toContain('medium compression, scaling not known');
    expect(quality()).toContain('removed the finest structure');
    setLanguage('zh-Hans');
    await waitFor(() => expect(quality()).toContain('中度压缩'));
  });

  it('is silent about the file when no check came to read it', async () => {
    await openReport(blindReport());
    expect(screen.queryByTestId('quality')).toBeNull();
  });

  it('copies the digest, and says so when it cannot', async () => {
    const { user } = await openReport();
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValueOnce();
    await user.click(screen.getByTestId('copy-sha256'));
    expect(write).toHaveBeenCalledWith(mixedReport().exhibit.sha256);
    expect(await screen.findByText('Copied')).toBeTruthy();
    write.mockRejectedValueOnce(new Error('denied'));
    await user.click(screen.getByTestId('copy-sha256'));
    expect(await screen.findByText(/Could not copy/)).toBeTruthy();
  });

  it('sorts every result into its group and names all five states', async () => {
    await openReport();
    expect(checksIn('group-ai')).toEqual(['declared-origin']);
    expect(checksIn('group-camera')).toEqual(['colour-mosaic']);
    expect(checksIn('group-could-not-look')).toEqual(['eye-glints', 'sensor-noise']);
    expect(checksIn('group-context')).toEqual(['file-identity', 'exif-history', 'tone-gaps', 'faces']);
    expect(card('declared-origin').textContent).toContain('Found');
    expect(card('exif-history').textContent).toContain('Looked, not found');
    expect(card('tone-gaps').textContent).toContain('Inconclusive');
    expect(card('eye-glints').textContent).toContain('Not applicable');
    expect(card('sensor-noise').textContent).toContain('Failed');
  });

  it('says that a finding was not weighed, but not of a check that could not look', async () => {
    await openReport();
    expect(card('declared-origin').textContent).toContain('not weighed: no calibration');
    expect(card('colour-mosaic').textContent).toContain('weight -0.42 (log10, at most 1.2)');
    expect(card('sensor-noise').textContent).not.toContain('weighed');
  });

  it('says how many could not look where a group is empty', async () => {
    await openReport(oneSidedReport('a.jpg', 'camera'));
    const words = screen.getByTestId('group-ai').textContent;
    expect(words).toContain('2 checks could not look');
    expect(words).not.toMatch(/nothing|none/i);
  });

  it('does not read an absence of signs as a sign', async () => {
    const report = oneSidedReport('a.jpg', 'camera');
    await openReport({ ...report, results: report.results.filter((result) => result.group !== 'could_not_look') });
    expect(screen.getByTestId('group-ai').textContent).toContain('That alone does not point to a camera.');
  });

  it('says that nobody could look when every check failed or did not apply', async () => {
    await openReport(blindReport());
    for (const group of ['group-ai', 'group-camera', 'group-context']) {
      expect(screen.getByTestId(group).textContent).toContain('No check was able to look and tell.');
    }
    expect(checksIn('group-could-not-look')).toHaveLength(8);
    expect(screen.getByTestId('wrong-extension')).toBeTruthy();
    const viewer = screen.getByTestId('viewer');
    expect(viewer.textContent).toContain('The pixel data broke off');
    expect(within(viewer).queryByTestId('viewer-photo')).toBeNull();
  });

  it('shows why a report could not be opened', async () => {
    openPage((backend) => {
      backend.finish(backend.add('a.jpg').id, mixedReport());
      backend.failures.set('report 1', { code: 'gone', message: { en: 'It is gone.', 'zh-Hans': '它不在了。' } });
    });
    expect(await screen.findByText('The report could not be opened: It is gone.')).toBeTruthy();
  });

  it('shows the report of the last chosen photo even when an earlier one answers later', async () => {
    const late: (() => void)[] = [];
    const { user } = openPage((backend) => {
      const report = backend.report.bind(backend);
      backend.report = async (id) => {
        if (id === 1) await new Promise<void>((resolve) => late.push(resolve));
        return report(id);
      };
      for (const name of ['slow.jpg', 'quick.jpg']) backend.finish(backend.add(name).id, mixedReport(name));
    });
    await waitFor(() => expect(late).toHaveLength(1));
    await user.click(screen.getByTitle('quick.jpg'));
    await screen.findByTestId('report');
    late.forEach((resolve) => resolve());
    await new Promise((resolve) => setTimeout(resolve));
    expect(screen.getByTestId('report').textContent).toContain('quick.jpg');
  });

  it('names the photo in the window title', async () => {
    const { backend } = await openReport(mixedReport('photo\u202egpj.exe'));
    expect(backend.title).toBe('photo\ufffdgpj.exe - Catchlight');
  });
});

describe('a result card', () => {
  it('expands to everything a reader needs, and closes again', async () => {
    const { user } = await openReport();
    const toggle = within(card('file-identity')).getByTestId('result-toggle');
    expect(toggle.getAttribute('aria-expanded')).toBe('false');
    const body = await expand(user, 'file-identity');
    expect(toggle.getAttribute('aria-expanded')).toBe('true');
    expect(toggle.getAttribute('aria-controls')).toBe(body.id);
    for (const words of ['How it looks', 'Look for', 'Ignore', 'Limits', 'References', 'DQT, byte 158', 'revision 1']) {
      expect(body.textContent).toContain(words);
    }
    await user.click(toggle);
    expect(within(card('file-identity')).queryByTestId('result-body')).toBeNull();
  });

  it('shows plots, pictures, maps and regions', async () => {
    const { user } = await openReport();
    const tones = await expand(user, 'tone-gaps');
    const plot = within(tones).getByRole('img', { name: /Share of the most frequent against Tone value/ });
    expect(within(plot).getAllByTestId('plot-line')).toHaveLength(2);
    expect(within(tones).getByRole('img', { name: 'Colours from 0 to 64 levels' })).toBeTruthy();
    const faces = await expand(user, 'faces');
    expect(faces.textContent).toContain('84 × 46 at 430, 412');
    expect(within(faces).getByAltText('Both eyes at the same size').getAttribute('src')).toContain('artifact/faces/eyes');
  });

  it('enlarges a picture and closes it', async () => {
    const { user } = await openReport();
    const body = await expand(user, 'faces');
    await user.click(within(body).getByRole('button', { name: 'Enlarge Both eyes at the same size' }));
    const box = screen.getByTestId('lightbox');
    await user.click(within(box).getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByTestId('lightbox')).toBeNull());
  });
});

describe('strings from a file', () => {
  it('stay text', async () => {
    const report = mixedReport('<img src=x onerror=alert(1)>\u202egpj.jpg');
    const [first] = report.results;
    if (!first) throw new Error('the fixture has results');
    first.check = { ...first.check, title: same('<b>bold</b>') };
    report.results = [
      {
        ...first,
        details: [
          {
            title: same('Text'),
            rows: [{ label: same('Comment'), value: same('<script>alert(1)</script> {@html x}'), place: 'COM\u202e, byte 2' }],
          },
        ],
      },
    ];
    const { user } = await openReport(report);
    await expand(user, first.check.id);
    const page = screen.getByTestId('report');
    expect(page.querySelector('b b, script, img[src=x]')).toBeNull();
    expect(page.textContent).toContain('<script>alert(1)</script> {@html x}');
    expect(page.textContent).toContain('<b>bold</b>');
    expect(document.body.textContent).not.toContain('\u202e');
    expect(document.body.innerHTML).not.toContain('\u202e');
    const value = [...page.querySelectorAll('td bdi')].map((element) => element.textContent);
    expect(value).toContain('<script>alert(1)</script> {@html x}');
  });
});

describe('the report in Chinese', () => {
  it('takes its own words from the report and the rest from the catalogue', async () => {
    await openReport();
    setLanguage('zh-Hans');
    await waitFor(() => expect(screen.getByTestId('conclusion-title').textContent?.trim()).toBe('无法得出结论'));
    expect(screen.getByTestId('group-ai').textContent).toContain('指向 AI');
    expect(card('exif-history').textContent).toContain('已查看，未发现');
  });
});
