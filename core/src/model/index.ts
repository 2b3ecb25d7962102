/**
 * The nouns of GreenOps Advisor. All names in code, API, screens and documents follow this glossary.
 *
 * - **cluster**: one Kubernetes cluster as the user named it
 * - **workload**: the controller a person edits (Deployment, StatefulSet, DaemonSet, CronJob …)
 * - **container**: one container of a workload's pod template, over all its pods
 * - **request / limit**: what a container reserves / may not exceed
 * - **usage**: what a container really took, per pod, comparable with its request
 * - **window**: the span of time that was looked at; **step**: distance of two samples in it
 * - **coverage**: share of the samples there should be that there are
 * - **observation**: the facts of a cluster over a window
 * - **opportunity**: one finding: a change, its saving, its risk and its evidence
 * - **recommendation**: the text that explains an opportunity
 * - **saving, nominal**: value of freed reservations; **realisable**: what is left once only nodes that go away count
 * - **footprint**: what a workload costs, draws and emits per month of 730 h
 * - **provenance**: where a figure comes from (measured, billed, configured, modelled, default)
 * - **recording**: a cluster in a file
 */
export * from './carbon.ts';
export * from './clusterObjects.ts';
export * from './consolidation.ts';
export * from './energy.ts';
export * from './errors.ts';
export * from './forecast.ts';
export * from './format.ts';
export * from './identity.ts';
export * from './kubernetesQuantity.ts';
export * from './learnedPages.ts';
export * from './observation.ts';
export * from './opportunity.ts';
export * from './policy.ts';
export * from './powerCurve.ts';
export * from './price.ts';
export * from './provenance.ts';
export * from './quantileSketch.ts';
export * from './quantity.ts';
export * from './recommendation.ts';
export * from './scan.ts';
export * from './scheduling.ts';
export * from './timeZone.ts';
export * from './usage.ts';
export * from './usageLedger.ts';
export * from './workload.ts';
