import { formatCount } from '../../model/index.ts';
import type { SourceFinding } from '../clusterSource.ts';
import {
  judgeNodePower,
  LEAST_WATTS_PER_CPU,
  MOST_WATTS_PER_CPU,
  type PowerJudgement,
} from '../energy/judgeNodePower.ts';
import type { KeplerSurvey } from '../kepler/KeplerSurvey.ts';
import { namedByNode } from '../kepler/keplerQueries.ts';
import { surveyKepler } from '../kepler/surveyKepler.ts';
import { equal, maxBy, over, renamed, sumBy } from '../prometheus/promql.ts';
import type { PrometheusContext } from './DiagnosisContext.ts';
import { healthy, lacking } from './diagnosis.ts';

/** Power is averaged over this long before it is judged. */
const JUDGED_SECONDS = 3_600;

const MODELLED = 'power is modelled from CPU use until then';

/** What is wrong with the meters, most serious first; `null` where nothing is. */
type Finding = { readonly finding: string; readonly cure: string } | null;

export async function diagnoseKepler(context: PrometheusContext): Promise<SourceFinding> {
  const { client, scope, at, signal } = context;
  const survey = await surveyKepler(client, scope, at, signal);
  const { generation1, generation2 } = survey;
  if (generation1 === null && generation2 === null) {
    return lacking(
      'kepler',
      'missing',
      `${client.label} has no Kepler metrics: nobody meters power`,
      `install Kepler 0.10 or newer and its ServiceMonitor on machines that have RAPL; ${MODELLED}`,
    );
  }
  const version = versionOf(survey);
  const wrong = withoutMeter(survey) ?? implausible(await judgeNodes(context, survey)) ?? withoutPods(survey);
  if (wrong !== null) return lacking('kepler', 'degraded', wrong.finding, wrong.cure, version);
  return healthy('kepler', version, coverage(survey));
}

const versionOf = ({ generation1, generation2 }: KeplerSurvey): string | null =>
  [generation2?.version, generation1?.version].filter(Boolean).join(' and ') || null;

function coverage({ generation1, generation2 }: KeplerSurvey): string {
  const nodes = new Set([...(generation2?.nodes ?? []), ...(generation1?.nodes ?? [])]);
  const both =
    generation1 && generation2 ? '; both generations run, each node is read from the newer one' : '';
  return `It meters ${formatCount(nodes.size, 'node')}${both}`;
}

function withoutMeter({ generation1, generation2 }: KeplerSurvey): Finding {
  if (generation1 !== null || (generation2?.zone !== null && generation2?.nodes.size !== 0)) return null;
  const zones = generation2?.zones ?? [];
  return {
    finding:
      zones.length === 0
        ? 'Kepler runs but reads no power meter on any node'
        : `Kepler meters only the zones ${zones.join(', ')}, none of which stands for the whole processor`,
    cure: `run it where RAPL is readable (bare metal, or VMs that pass it through); ${MODELLED}`,
  };
}

function implausible(nodes: readonly { name: string; judgement: PowerJudgement }[]): Finding {
  const named = (judgement: PowerJudgement) =>
    nodes
      .filter(node => node.judgement === judgement)
      .map(node => node.name)
      .join(', ');
  const [fake, absurd] = [named('fake'), named('absurd')];
  if (fake !== '') {
    return {
      finding: `Kepler reports next to no power (less than ${LEAST_WATTS_PER_CPU} W per CPU) on ${fake}: this is its fake meter, or a meter that stands still`,
      cure: `switch dev.fake-cpu-meter off; where the machine has no RAPL, leave it to the model; ${MODELLED}`,
    };
  }
  if (absurd === '') return null;
  return {
    finding: `Kepler reports more than ${MOST_WATTS_PER_CPU} W per CPU on ${absurd}, which no processor draws`,
    cure: `update Kepler; releases around 0.5 are known for it; ${MODELLED}`,
  };
}

function withoutPods({ generation2 }: KeplerSurvey): Finding {
  if (generation2 === null || generation2.podSeries) return null;
  return {
    finding:
      'Kepler meters the nodes but knows no pods: it runs without Kubernetes metadata (kube.enabled is false), so there are no kepler_pod_* series',
    cure: 'set kube.enabled to true in its configuration; until then containers are matched by id through kube-state-metrics, or share node power by CPU use',
  };
}

/** Mean power of each metered node in the last hour, against the CPUs it has. */
async function judgeNodes(
  { client, scope, at, signal }: PrometheusContext,
  { generation1, generation2 }: KeplerSurvey,
): Promise<{ name: string; judgement: PowerJudgement }[]> {
  const rate = (selector: string) => `rate(${over(selector, JUDGED_SECONDS)})`;
  const second = renamed(
    maxBy(
      ['node_name', 'path'],
      rate(scope.select('kepler_node_cpu_joules_total', equal('zone', generation2?.zone ?? 'package'))),
    ),
    'node_name',
    'node',
  );
  const first = renamed(
    maxBy(
      ['meter_node', 'package', 'mode'],
      namedByNode(rate(scope.select('kepler_node_package_joules_total'))),
    ),
    'meter_node',
    'node',
  );
  const parts = [generation2 && sumBy(['node'], second), generation1 && sumBy(['node'], first)];
  const expression = parts.filter(part => part !== null).join(' or on (node) ');
  const [power, cpus] = await Promise.all([
    client.query(expression, at, signal),
    client.query(
      maxBy(['node'], scope.select('kube_node_status_capacity', equal('resource', 'cpu'))),
      at,
      signal,
    ),
  ]);
  const cpusOf = new Map(cpus.map(row => [row.labels['node'] ?? '', row.value]));
  return power.map(({ labels, value }) => {
    const name = labels['node'] ?? '';
    return { name, judgement: judgeNodePower(value, cpusOf.get(name) ?? null) };
  });
}
