import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import App from '../App.svelte';
import { FakeBackend } from '../backend/fake';
import { mixedReport } from '../backend/fixtures/reports';
import type { Report } from '../generated/Report';

/** The whole page over a fake program that `prepare` has filled. */
export function openPage(prepare: (backend: FakeBackend) => void = () => {}) {
  const backend = new FakeBackend();
  prepare(backend);
  const user = userEvent.setup();
  const page = render(App, { backend });
  return { backend, user, ...page };
}

/** The page with one examined photo, once its report is shown. */
export async function openReport(report: Report = mixedReport()) {
  const page = openPage((backend) => backend.finish(backend.add(report.exhibit.name).id, report));
  await screen.findByTestId('report');
  return page;
}

export function card(check: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-testid=result-card][data-check="${check}"]`);
  if (!found) throw new Error(`no card ${check}`);
  return found;
}

export async function expand(user: ReturnType<typeof userEvent.setup>, check: string) {
  await user.click(within(card(check)).getByTestId('result-toggle'));
  return within(card(check)).getByTestId('result-body');
}
