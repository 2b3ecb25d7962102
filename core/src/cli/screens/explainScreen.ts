import {
  type EvidenceGroup,
  evidenceGroups,
  freedAndPaidText,
  includedText,
  NOT_SIMULATED,
} from '../../api/index.ts';
import {
  type EvidenceFact,
  formatEvidence,
  formatMoment,
  formatRatio,
  type HourlyUsage,
  type Provenance,
  type UnixSeconds,
  objectLabel,
} from '../../model/index.ts';
import type { Finding } from '../scan/report.ts';
import { type AreaChart, drawAreaChart, type ReferenceLine } from '../terminal/areaChart.ts';
import { indented } from '../terminal/cells.ts';
import { drawColumns } from '../terminal/columns.ts';
import { resample } from '../terminal/sparkline.ts';
import { riskColour, type Style } from '../terminal/style.ts';
import { hoursOf, quantityText, requestOf, resourceOf } from './findingCells.ts';
import { demoBanner } from './scanScreen.ts';

const CHART_HEIGHT = 9;
const LABEL_ROOM = 26;
/** Below this width the evidence goes without its origins; they are in the JSON. */
const ORIGIN_FROM = 80;
const LONGEST_CHART = 112;

function referenceLines(finding: Finding, style: Style): readonly ReferenceLine[] {
  const { evidence } = finding.opportunity;
  const request = requestOf(finding);
  const target = evidence.find(({ id }) => id === `${resourceOf(finding)}.target`)?.value;
  return [
    ...(request === null ? [] : [{ value: request, label: 'request today', mark: '╌', paint: style.yellow }]),
    ...(target === undefined || target === request
      ? []
      : [{ value: target, label: 'request proposed', mark: '╌', paint: style.green }]),
  ];
}

/** Where the window begins, or, where most of it is empty, the first hour that is not. */
function chartStart({ opportunity }: Finding, hours: readonly HourlyUsage<number>[]): UnixSeconds {
  const { start, end } = opportunity.window;
  const first = hours[0]?.hour ?? start;
  return first - start > end - first ? first : start;
}

function chart(finding: Finding, width: number, style: Style): readonly string[] {
  const hours = hoursOf(finding);
  const { end } = finding.opportunity.window;
  const start = chartStart(finding, hours);
  const cells = Math.min(LONGEST_CHART, width - LABEL_ROOM);
  if (hours.length === 0 || cells < 10) return [];
  const area: AreaChart = {
    values: resample(hours, start, end, cells),
    lines: referenceLines(finding, style),
    height: CHART_HEIGHT,
    write: value => quantityText(finding, value),
    paint: style.cyan,
  };
  const name = resourceOf(finding) === 'cpu' ? 'CPU' : 'Memory';
  return [
    ...indented(
      `${name} of one pod, highest of each column, ${formatMoment(start)} to ${formatMoment(end)}`,
      '',
      width,
    ).map(style.dim),
    ...drawAreaChart(area),
    '',
  ];
}

const originText = ({ kind, source, asOf }: Provenance): string =>
  `${kind}: ${source}${asOf === undefined ? '' : `, ${formatMoment(asOf)}`}`;

function section(title: string, items: readonly string[], width: number, style: Style): readonly string[] {
  return [style.bold(title), ...items.flatMap(item => indented(item, '  • ', width)), ''];
}

/** A step ends in a command after `: kubectl`; that stands on a line of its own, whole, so that it can be copied. */
function stepLines(step: string, index: number, width: number, style: Style): readonly string[] {
  const at = step.indexOf(': kubectl ');
  const text = at < 0 ? step : step.slice(0, at + 1);
  const mark = `  ${index + 1}. `;
  return [
    ...indented(text, mark, width),
    ...(at < 0 ? [] : [`${' '.repeat(mark.length)}${style.cyan(step.slice(at + 2))}`]),
  ];
}

function evidenceTable(
  { title, explanation, facts }: EvidenceGroup<EvidenceFact>,
  width: number,
  style: Style,
): readonly string[] {
  return [
    style.bold(title),
    ...(explanation === null ? [] : indented(explanation, '  ', width).map(style.dim)),
    ...drawColumns(
      [
        { title: '  FACT', text: fact => `  ${fact.label}`, shrinksTo: 20, shrinksAs: 2 },
        {
          title: 'VALUE',
          align: 'right',
          text: fact => formatEvidence(fact.value, fact.unit),
          paint: cell => style.bold(cell),
        },
        {
          title: 'WHERE FROM',
          from: ORIGIN_FROM,
          text: fact => originText(fact.provenance),
          shrinksTo: 12,
          shrinksAs: 1,
          paint: cell => style.dim(cell),
        },
      ],
      facts,
      width,
      style.dim,
    ),
    '',
  ];
}

/** What is freed, what of it is paid no more, and why not all of it. */
function savingLines({ opportunity, contribution }: Finding, width: number, style: Style): readonly string[] {
  const { nominal, realisable } = opportunity.saving;
  const nodes = contribution?.nodes ?? [];
  const included = includedText(opportunity);
  return [
    `${style.bold('Saves per month')} ${freedAndPaidText(nominal.usd.likely, realisable?.usd.likely ?? null)}`,
    ...(nodes.length === 0 ? [] : indented(`By nodes: ${nodes.join(', ')}`, '  • ', width)),
    ...(contribution?.reason ? indented(contribution.reason, '  • ', width) : []),
    ...(included === null
      ? realisable === null
        ? indented(`How much of it leaves the bill was ${NOT_SIMULATED}`, '  • ', width)
        : []
      : indented(included, '  • ', width)),
    '',
  ];
}

/** Everything there is to say about one finding. */
export function explainScreen(finding: Finding, width: number, style: Style): readonly string[] {
  const { opportunity, recommendation, scan } = finding;
  const { risk, confidence, saving } = opportunity;
  return [
    ...(scan.observation.cluster.demo ? [demoBanner(style)] : []),
    ...indented(recommendation.title, '', width).map(style.bold),
    ...indented(
      `${objectLabel(opportunity.subject)} in ${opportunity.subject.clusterId}, ${opportunity.id}`,
      '',
      width,
    ).map(style.dim),
    '',
    ...indented(recommendation.summary, '', width),
    '',
    ...chart(finding, width, style),
    ...section('Why', recommendation.why, width, style),
    ...savingLines(finding, width, style),
    `${style.bold('Risk')} ${riskColour(style, risk.level)(risk.level)}`,
    ...recommendation.risks.flatMap(reason => indented(reason, '  • ', width)),
    '',
    `${style.bold('Sure')} ${formatRatio(confidence.score)}`,
    ...confidence.reasons.flatMap(reason => indented(reason, '  • ', width)),
    '',
    style.bold('What to do'),
    ...recommendation.steps.flatMap((step, index) => stepLines(step, index, width, style)),
    '',
    ...section('What to watch afterwards', recommendation.watchAfterwards, width, style),
    ...evidenceGroups(opportunity.evidence).flatMap(group => evidenceTable(group, width, style)),
    ...section('The saving is computed from', saving.provenance.map(originText), width, style),
  ];
}
