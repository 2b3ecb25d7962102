/** @jest-environment node */
import { parsedFilesBelow, readParsed } from './readProvisioning.ts';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly targets?: readonly { readonly datasource: { readonly uid: string }; readonly expr: string }[];
}

interface Dashboard {
  readonly uid: string;
  readonly schemaVersion: number;
  readonly description: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
}

/** The rules of Grafana's dashboard linter that matter here. It is a Go program and not on npm. */
describe.each(parsedFilesBelow('provisioning/grafana/dashboards/json'))('%s', file => {
  // A file of ours, whose shape these tests check.
  const dashboard = readParsed(file) as Dashboard;
  const panels = dashboard.panels.filter(({ type }) => type !== 'row');

  test('is in the classic format, which every Grafana reads, and says what it shows', () => {
    expect(dashboard.schemaVersion).toBe(42);
    expect(dashboard.description).toMatch(/\w/);
  });

  test('lets people choose the data source, and every panel follows that choice', () => {
    expect(dashboard.templating.list).toContainEqual(
      expect.objectContaining({ name: 'datasource', type: 'datasource' }),
    );
    for (const { title, datasource, targets } of panels) {
      const uids = [datasource?.uid, ...(targets ?? []).map(target => target.datasource.uid)];
      expect({ title, uids: [...new Set(uids)] }).toEqual({ title, uids: ['${datasource}'] });
    }
  });

  test('every panel has a title, an explanation, a unit and something to ask', () => {
    for (const { title, description, fieldConfig, targets } of panels) {
      expect(title).toMatch(/\w/);
      expect({ title, description }).toEqual({ title, description: expect.stringMatching(/\.$/) });
      expect({ title, unit: fieldConfig?.defaults.unit }).toEqual({
        title,
        unit: expect.stringMatching(/\w/),
      });
      expect(targets?.length).toBeGreaterThan(0);
    }
  });

  test('rates follow the scrape interval', () => {
    for (const { expr } of panels.flatMap(({ targets }) => targets ?? [])) {
      for (const [, window] of expr.matchAll(/rate\([^[]*\[([^\]]*)\]/g))
        expect(window).toBe('$__rate_interval');
    }
  });

  test('no panel lies on another, and none has the id of another', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)}/${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });

  test('the alert rule points to a panel that is there, and asks what the rule for Prometheus asks', () => {
    const alerting = JSON.stringify(readParsed('provisioning/grafana/alerting/rules.yaml'));
    const [, panelId] = /"panelId":(\d+)/.exec(alerting) ?? [];
    expect(alerting).toContain(`"dashboardUid":"${dashboard.uid}"`);
    expect(panels.map(({ id }) => String(id))).toContain(panelId);

    const [, expression] = /"expr":"([^"]+)"/.exec(alerting) ?? [];
    const [, threshold] = /"params":\[(\d+)\]/.exec(alerting) ?? [];
    const rules = JSON.stringify(readParsed('provisioning/prometheus/rules/greenops.rules.yml'));
    expect(rules).toContain(`${expression} > ${threshold}`);
  });
});

test('no notification tree is provisioned: it would replace that of the organisation', () => {
  for (const file of parsedFilesBelow('provisioning/grafana')) {
    expect(readParsed(file)).not.toHaveProperty('policies');
  }
});
