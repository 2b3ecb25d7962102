import { offTheBillText } from '../../api/index.ts';
import { formatRatio } from '../../model/index.ts';
import type { Finding } from '../scan/report.ts';
import { indented, padStart, truncate } from '../terminal/cells.ts';
import { type Column, drawColumns } from '../terminal/columns.ts';
import { riskColour, type Style } from '../terminal/style.ts';
import {
  carbonText,
  changeText,
  paintSpark,
  placeText,
  realisableText,
  savingText,
  sparkCellsOf,
} from './findingCells.ts';

/** Below this width a table would cut everything that matters; findings are then drawn as blocks. */
const TABLE_FROM = 96;
const SPARK_CELLS = 14;

const isGain = (finding: Finding | undefined): boolean =>
  (finding?.opportunity.saving.nominal.usd.likely ?? 0) > 0;

const costs = ({ opportunity }: Finding): boolean => opportunity.saving.nominal.usd.likely < 0;

function columnsFor(style: Style, clusters: number): readonly Column<Finding>[] {
  return [
    {
      title: '$/MONTH',
      align: 'right',
      text: savingText,
      paint: (cell, finding) => (costs(finding) ? style.yellow(cell) : style.bold(style.green(cell))),
    },
    { title: 'OFF BILL', align: 'right', text: realisableText, from: 110 },
    { title: 'CO₂e', align: 'right', text: carbonText, from: 120 },
    ...(clusters > 1
      ? [
          {
            title: 'CLUSTER',
            text: ({ opportunity }: Finding) => opportunity.subject.clusterId,
            shrinksTo: 8,
          },
        ]
      : []),
    {
      title: 'WORKLOAD',
      text: placeText,
      shrinksTo: 18,
      shrinksAs: 3,
      truncate: 'middle',
      paint: cell => style.bold(cell),
    },
    { title: 'CHANGE', text: changeText, shrinksTo: 24, shrinksAs: 1 },
    {
      title: 'LAST 7 DAYS',
      text: finding =>
        sparkCellsOf(finding, SPARK_CELLS)
          .map(({ mark }) => mark)
          .join(''),
      paint: (_, finding) => paintSpark(sparkCellsOf(finding, SPARK_CELLS), style),
    },
    { title: 'SURE', align: 'right', text: ({ opportunity }) => formatRatio(opportunity.confidence.score) },
    {
      title: 'RISK',
      text: ({ opportunity }) => opportunity.risk.level,
      paint: (cell, { opportunity }) => riskColour(style, opportunity.risk.level)(cell),
    },
    { title: 'ID', text: ({ opportunity }) => opportunity.id, paint: cell => style.dim(cell), from: 132 },
  ];
}

const INDENT = ' '.repeat(11);
/** Cells of a block's sparkline line that are not the sparkline. */
const BESIDE_SPARK = INDENT.length + '  100 % sure, medium risk'.length;

/** A finding as four short lines, for narrow screens. */
function block(finding: Finding, width: number, style: Style): readonly string[] {
  const { opportunity } = finding;
  const money = padStart(savingText(finding), INDENT.length - 2);
  const place = truncate(placeText(finding), width - INDENT.length);
  const spark = sparkCellsOf(finding, Math.min(SPARK_CELLS, Math.max(4, width - BESIDE_SPARK)));
  const risk = riskColour(style, opportunity.risk.level)(`${opportunity.risk.level} risk`);
  return [
    `${costs(finding) ? style.yellow(money) : style.bold(style.green(money))}  ${style.bold(place)}`,
    ...indented(changeText(finding), INDENT, width),
    `${INDENT}${paintSpark(spark, style)}  ${formatRatio(opportunity.confidence.score)} sure, ${risk}`,
    ...(opportunity.saving.realisable === null
      ? []
      : [`${INDENT}${offTheBillText(opportunity.saving.realisable.usd.likely)}`]),
    `${INDENT}${style.dim(opportunity.id)}`,
  ];
}

function rows(
  findings: readonly Finding[],
  width: number,
  style: Style,
  clusters: number,
): readonly (readonly string[])[] {
  if (width < TABLE_FROM) return findings.map(finding => [...block(finding, width, style), '']);
  return drawColumns(columnsFor(style, clusters), findings, width, style.dim)
    .slice(1)
    .map(line => [line]);
}

/** The findings, as a table where there is room and as blocks where there is not; those that cost come under a heading of their own. */
export function findingsTable(
  findings: readonly Finding[],
  width: number,
  style: Style,
  clusters: number,
): readonly string[] {
  const all = rows(findings, width, style, clusters);
  const [titles = ''] =
    width < TABLE_FROM ? [] : drawColumns(columnsFor(style, clusters), findings, width, style.dim);
  const part = (heading: string, lines: readonly (readonly string[])[]) =>
    lines.length === 0
      ? []
      : [
          style.bold(heading),
          ...(titles === '' ? [] : [titles]),
          ...lines.flat(),
          ...(titles === '' ? [] : ['']),
        ];
  return [
    ...part(
      'To save',
      all.filter((_, index) => isGain(findings[index])),
    ),
    ...part(
      'To run reliably',
      all.filter((_, index) => !isGain(findings[index])),
    ),
  ];
}
