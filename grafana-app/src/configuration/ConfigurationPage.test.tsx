import { type AppPlugin, PluginType } from '@grafana/data';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { emptyBackend, fixtureBackend } from '../../testing/fixtureBackend.ts';
import { type Backend, installGrafana } from '../../testing/renderApp.tsx';
import { PLUGIN_ID } from '../pluginId.ts';
import { ConfigurationPage, type ConfigurationProps } from './ConfigurationPage.tsx';

function renderPage(backend: Backend, apiUrl: string | undefined, tokenSaved: boolean): void {
  installGrafana(backend);
  const meta = {
    id: PLUGIN_ID,
    type: PluginType.app,
    enabled: true,
    pinned: true,
    jsonData: apiUrl ? { apiUrl } : {},
    secureJsonFields: { apiToken: tokenSaved },
  };
  // Grafana hands over the whole plugin; the page reads `meta` alone.
  const plugin = { meta } as unknown as AppPlugin & ConfigurationProps['plugin'];
  render(<ConfigurationPage plugin={plugin} query={{}} />);
}

const URL = 'http://greenops:7007';
const testConnection = () => userEvent.click(screen.getByRole('button', { name: 'Test connection' }));

test('a working connection says what it leads to', async () => {
  renderPage(fixtureBackend, URL, true);
  await testConnection();
  expect(await screen.findByText('The backend answers')).toBeInTheDocument();
  expect(
    screen.getByText(/It knows 2 clusters with 6 opportunities\. The last scan failed on Demo\./),
  ).toBeInTheDocument();
});

test.each([
  [{ status: 502, body: '' }, /could not reach the GreenOps backend at http:\/\/greenops:7007/],
  [{ status: 401, body: { message: 'no' } }, /refused the API token/],
  [{ status: 404, body: { message: 'Not Found' } }, /has no GreenOps API/],
  [{ status: 200, body: '<!doctype html>' }, /answered with a web page/],
  [{ status: 200, body: { items: [{}], total: 1, nextCursor: null } }, /does not fit this version/],
])('%j is named precisely', async (answer, message) => {
  renderPage(() => answer, URL, true);
  await testConnection();
  expect(await screen.findByRole('alert')).toHaveTextContent(message);
});

test('a test waits for unsaved changes', async () => {
  renderPage(emptyBackend, URL, true);
  await userEvent.type(screen.getByLabelText(/API URL/), '0');
  expect(screen.getByRole('button', { name: 'Test connection' })).toBeDisabled();
  expect(screen.getByText(/Save first/)).toBeInTheDocument();
});

test('an address that cannot work is refused before it is saved', async () => {
  renderPage(emptyBackend, undefined, false);
  await userEvent.type(screen.getByLabelText(/API URL/), 'http://greenops/api/greenops/v1');
  expect(screen.getByText(/Leave \/api\/greenops out/)).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled();
});

test('a refusal to save is shown with its reason', async () => {
  renderPage(() => ({ status: 403, body: { message: 'permission denied' } }), undefined, false);
  await userEvent.type(screen.getByLabelText(/API URL/), `${URL}/`);
  await userEvent.type(screen.getByPlaceholderText('Token'), 'secret');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(
    await screen.findByText(/Grafana refused the settings \(HTTP 403\): permission denied\./),
  ).toBeInTheDocument();
});
