import type {
  ClusterNode,
  Consolidation,
  GoingNode,
  Recommendation,
  SavingFigures,
  Scan,
  StayingNode,
} from '../model/index.ts';
import type { ConsolidationView, NodeOutlook, NodeOutlookView } from './clusterReportSchema.ts';
import { pinText } from './pinText.ts';
import type { SavingFiguresView } from './schema.ts';
import { savingFiguresView } from './views.ts';

/** Reasons told of one node before the rest is only counted. */
const MOST_REASONS = 5;

const ORDER: readonly NodeOutlook[] = ['goes-now', 'goes-after-fixes', 'needed-again', 'stays'];

type EstimateView = SavingFiguresView['usdPerMonth'];

const NOTHING: EstimateView = { low: 0, likely: 0, high: 0 };

const combined = (a: EstimateView, b: EstimateView, sign: 1 | -1): EstimateView => ({
  low: a.low + sign * (sign > 0 ? b.low : b.high),
  likely: a.likely + sign * b.likely,
  high: a.high + sign * (sign > 0 ? b.high : b.low),
});

/** A sum of which a part is not known is not known. */
const combinedKnown = (a: EstimateView | null, b: EstimateView | null, sign: 1 | -1): EstimateView | null =>
  a && b ? combined(a, b, sign) : null;

function added(
  sum: SavingFiguresView,
  going: readonly { readonly saving: SavingFigures }[],
  sign: 1 | -1,
): SavingFiguresView {
  return going
    .map(({ saving }) => savingFiguresView(saving))
    .reduce(
      (total, saving) => ({
        usdPerMonth: combined(total.usdPerMonth, saving.usdPerMonth, sign),
        gramsCO2ePerMonth: combinedKnown(total.gramsCO2ePerMonth, saving.gramsCO2ePerMonth, sign),
        kilowattHoursPerMonth: combinedKnown(total.kilowattHoursPerMonth, saving.kilowattHoursPerMonth, sign),
        freedCores: total.freedCores + sign * saving.freedCores,
        freedBytes: total.freedBytes + sign * saving.freedBytes,
      }),
      sum,
    );
}

const NONE: SavingFiguresView = {
  usdPerMonth: NOTHING,
  gramsCO2ePerMonth: NOTHING,
  kilowattHoursPerMonth: NOTHING,
  freedCores: 0,
  freedBytes: 0,
};

function reasonsOf({ pins }: StayingNode): string[] {
  const texts = [...new Set(pins.map(pinText))];
  const more = texts.length - MOST_REASONS;
  return [...texts.slice(0, MOST_REASONS), ...(more > 0 ? [`and ${more} more reasons like these`] : [])];
}

type Causes = ReadonlyMap<string, NodeOutlookView['after'][number]>;

function causesOf({ assessment, recommendations }: Pick<Scan, 'assessment' | 'recommendations'>): Causes {
  const title = (id: string): Recommendation['title'] => recommendations.get(id)?.title ?? id;
  return new Map(
    assessment.opportunities.map(({ id, subject: { namespace, kind, name } }) => [
      id,
      { id, title: title(id), namespace, kind, name },
    ]),
  );
}

function goingView(
  { movedPods, saving, after }: GoingNode,
  outlook: NodeOutlook,
  causes: Causes,
): Omit<NodeOutlookView, 'name' | 'pool' | 'instanceType' | 'reasons'> {
  return {
    outlook,
    movedPods,
    saving: savingFiguresView(saving),
    after: after.flatMap(id => causes.get(id) ?? []),
  };
}

const STAYS = { outlook: 'stays', movedPods: null, saving: null, after: [] } as const;

/** Each node with what becomes of it; a later part of the simulation overrules an earlier one. */
function nodeViews(
  consolidation: Consolidation,
  nodes: readonly ClusterNode[],
  causes: Causes,
): NodeOutlookView[] {
  const going = new Map(
    (
      [
        ['goes-now', consolidation.now],
        ['needed-again', consolidation.neededAgain],
        ['goes-after-fixes', consolidation.afterFixes],
      ] as const
    ).flatMap(([outlook, list]) => list.map(one => [one.node, goingView(one, outlook, causes)] as const)),
  );
  const reasons = new Map(consolidation.staying.map(one => [one.node, reasonsOf(one)]));
  return nodes
    .map(({ name, pool, instanceType }) => ({
      name,
      pool,
      instanceType,
      ...(going.get(name) ?? { ...STAYS, after: [] }),
      reasons: reasons.get(name) ?? [],
    }))
    .sort((a, b) => ORDER.indexOf(a.outlook) - ORDER.indexOf(b.outlook) || (a.name < b.name ? -1 : 1));
}

/** Which nodes of the scanned cluster go and what that saves; `null` where it was not simulated. */
export function consolidationView(scan: Scan): ConsolidationView | null {
  const { consolidation } = scan.assessment;
  if (consolidation === null) return null;
  const savingNow = added(NONE, consolidation.now, 1);
  return {
    nodes: nodeViews(consolidation, scan.observation.inventory.nodes, causesOf(scan)),
    savingNow,
    savingInTheEnd: added(added(savingNow, consolidation.neededAgain, -1), consolidation.afterFixes, 1),
    doubts: [...consolidation.doubts],
  };
}
