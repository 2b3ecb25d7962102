import {
  balanceLines,
  balanceView,
  consolidationTexts,
  consolidationView,
  type ConsolidationView,
  missingText,
  NODE_OUTLOOK_LABELS,
  nodeReasons,
  opportunityTypeLabel,
  rulesOffView,
} from '../../api/index.ts';
import { formatCount, formatRatio, ratio } from '../../model/index.ts';
import type { Report, ScannedCluster } from '../scan/report.ts';
import { indented } from '../terminal/cells.ts';
import type { Style } from '../terminal/style.ts';

/** A label and what it says, as lines that hang together. */
type Paragraph = readonly [label: string, text: string];

/** What the nodes cost, and how much of that nobody uses. */
function nodesText({ scan }: ScannedCluster): string {
  const [cost] = balanceLines(balanceView(scan.assessment.balance));
  if (!cost?.nodes || cost.unallocatedShare === null) return 'cost not known';
  return `${cost.nodes}/month, ${cost.unallocated} (${formatRatio(ratio(cost.unallocatedShare))}) of it not allocated to any workload`;
}

/** `a, b and 3 more`: as many names as a glance takes in. */
function names(nodes: readonly { readonly name: string }[]): string {
  const shown = nodes.slice(0, 3).map(({ name }) => name);
  const more = nodes.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function goingText(consolidation: ConsolidationView): string {
  const texts = consolidationTexts(consolidation);
  const going = consolidation.nodes.filter(({ outlook }) => outlook === 'goes-now');
  return `${texts.join('. ')}.${going.length > 0 ? ` Now: ${names(going)}.` : ''}`;
}

function short(scanned: ScannedCluster, consolidation: ConsolidationView | null): readonly Paragraph[] {
  const off = scanned.scan.assessment.rulesOff.length;
  return [
    ['Nodes', nodesText(scanned)],
    [
      'To give back',
      consolidation === null ? 'not simulated: nobody says where any pod may run' : goingText(consolidation),
    ],
    ...(off === 0
      ? []
      : [['Rules off', `${formatCount(off, 'rule')} for want of data; --details names it`] as const]),
  ];
}

function nodeDetails(consolidation: ConsolidationView, width: number, style: Style): readonly string[] {
  return consolidation.nodes.flatMap(node => [
    ...indented(`${node.name} ${NODE_OUTLOOK_LABELS[node.outlook]}`, '  ', width).map(
      node.outlook === 'stays' ? style.dim : style.green,
    ),
    ...[...nodeReasons(node), ...node.after.map(({ title }) => `After: ${title}`)].flatMap(text =>
      indented(text, '    • ', width),
    ),
  ]);
}

/** What the short lines leave out: each node with its reasons, each rule that is off with what it needs. */
function details(
  { scan }: ScannedCluster,
  consolidation: ConsolidationView | null,
  width: number,
  style: Style,
): readonly string[] {
  const off = rulesOffView(scan.assessment.rulesOff);
  return [
    ...(consolidation === null
      ? []
      : [
          '',
          style.dim('Nodes'),
          ...nodeDetails(consolidation, width, style),
          ...consolidation.doubts.flatMap(doubt => indented(doubt, '  ? ', width)),
        ]),
    ...(off.length === 0
      ? []
      : [
          '',
          style.dim('Rules that are off, with what is missing'),
          ...off.flatMap(rule =>
            indented(`${opportunityTypeLabel(rule.type)}: ${missingText(rule)}`, '  • ', width),
          ),
        ]),
  ];
}

/** What each cluster's nodes cost, which of them can go, and what could not be looked for. */
export function clusterLines(
  { scanned }: Report,
  width: number,
  style: Style,
  showDetails: boolean,
): readonly string[] {
  return scanned.flatMap(one => {
    const consolidation = consolidationView(one.scan);
    return [
      ...(scanned.length > 1 ? ['', ...indented(one.cluster.name, '', width).map(style.bold)] : []),
      ...short(one, consolidation).flatMap(([label, text]) =>
        indented(text, `${label} `, width).map((line, index) =>
          index === 0 ? `${style.dim(label)}${line.slice(label.length)}` : line,
        ),
      ),
      ...(showDetails ? details(one, consolidation, width, style) : []),
    ];
  });
}
