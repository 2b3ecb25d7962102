import type { SourceDiagnosis } from '../../observe/clusterSource.ts';
import { indented } from '../terminal/cells.ts';
import type { Style } from '../terminal/style.ts';

/** What was found of one cluster's sources. */
export interface ClusterDiagnosis {
  readonly clusterId: string;
  readonly demo: boolean;
  readonly sources: readonly SourceDiagnosis[];
  /** Why nothing could be asked at all; `null` where it could. */
  readonly error: { readonly message: string; readonly cure: string | null } | null;
}

const MARK: Readonly<Record<SourceDiagnosis['status'], string>> = {
  ok: '✓',
  degraded: '!',
  missing: '○',
  failed: '✗',
  'not-configured': '–',
};

const paintOf = (style: Style, status: SourceDiagnosis['status']) =>
  ({
    ok: style.green,
    degraded: style.yellow,
    missing: style.yellow,
    failed: style.red,
    'not-configured': style.dim,
  })[status];

function sourceBlock(
  { source, status, version, finding, cure }: SourceDiagnosis,
  width: number,
  style: Style,
): readonly string[] {
  const paint = paintOf(style, status);
  const state = status === 'ok' ? '' : `  ${status.replace('-', ' ')}`;
  return [
    `${paint(MARK[status])} ${style.bold(source)}${version === null ? '' : ` ${version}`}${paint(state)}`,
    ...indented(finding, '  ', width),
    ...(cure === null ? [] : indented(cure, '  → ', width)),
  ];
}

/** One block per source: its state, its version, what was found and how to mend it. */
export function doctorScreen(
  diagnoses: readonly ClusterDiagnosis[],
  width: number,
  style: Style,
): readonly string[] {
  return diagnoses.flatMap(({ clusterId, demo, sources, error }, index) => [
    ...(index > 0 ? [''] : []),
    `${style.bold(clusterId)}${demo ? style.yellow('  demo data') : ''}`,
    ...(error === null
      ? []
      : [
          ...indented(error.message, '✗ ', width).map(style.red),
          ...(error.cure === null ? [] : indented(error.cure, '  → ', width)),
        ]),
    ...sources.flatMap(source => sourceBlock(source, width, style)),
  ]);
}
