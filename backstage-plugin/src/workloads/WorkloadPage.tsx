import { Container, Flex, Grid, Header, Text } from '@backstage/ui';
import {
  type ContainerView,
  embodiedText,
  footprintTexts,
  type GreenOpsClient,
  momentText,
  NOT_KNOWN,
  offTheBillText,
  type WorkloadDetailView,
} from '@greenops/core/api';
import {
  type Bytes,
  type Cores,
  formatBytes,
  formatCarbon,
  formatCores,
  formatEnergy,
  formatRatio,
  formatUsd,
  gramsCO2e,
  kilowattHours,
  ratio,
  usd,
} from '@greenops/core/model';
import { useCallback } from 'react';
import { useParams } from 'react-router-dom';
import { useAnswer } from '../data/useAnswer';
import { FactTable } from '../elements/FactTable';
import { Section } from '../elements/Section';
import { TextList } from '../elements/TextList';
import { Total } from '../elements/Total';
import { OpportunityTable } from '../opportunities/OpportunityTable';
import { Answered } from '../states/Answered';
import { DemoBanner } from '../states/DemoBanner';
import { EmptyNote } from '../states/EmptyNote';
import { UsageChart } from './UsageChart';

const writeCores = (amount: number) => formatCores(amount as Cores);
const writeBytes = (amount: number) => formatBytes(amount as Bytes);
const NO_NAMES: ReadonlyMap<string, string> = new Map();

/** One workload: what it costs, what its containers use, what to change. */
export function WorkloadPage() {
  const { id = '' } = useParams();
  const answer = useAnswer(
    useCallback((api: GreenOpsClient, signal: AbortSignal) => api.workload(id, signal), [id]),
  );
  const title =
    answer.state === 'ready'
      ? `${answer.value.kind} ${answer.value.namespace}/${answer.value.name}`
      : 'Workload';
  return (
    <>
      <Header title={title} />
      <Container>
        <Answered answer={answer} what="the workload">
          {workload => <WorkloadDetails workload={workload} />}
        </Answered>
      </Container>
    </>
  );
}

function WorkloadDetails({ workload }: { workload: WorkloadDetailView }) {
  const { footprint, replicas, clusterId, containers, opportunityList } = workload;
  const energy = footprint?.kilowattHoursPerMonth ?? null;
  const carbon = footprint?.gramsCO2ePerMonth ?? null;
  return (
    <Flex direction="column" gap="4" pb="6">
      <DemoBanner clusters={workload.demo ? [clusterId] : []} />
      <Grid.Root columns={{ initial: '2', md: '4' }} gap="3">
        <Total
          label="Cost per month"
          value={footprint && formatUsd(usd(footprint.usdPerMonth))}
          remark={`${replicas} ${replicas === 1 ? 'replica' : 'replicas'} in ${clusterId}`}
        />
        <Total
          label="Energy per month"
          value={energy === null ? null : formatEnergy(kilowattHours(energy))}
        />
        <Total
          label="Carbon per month"
          value={carbon === null ? null : formatCarbon(gramsCO2e(carbon))}
          remark={footprint && embodiedText(footprint)}
        />
        <Total
          label="Possible saving per month"
          value={formatUsd(usd(workload.savingUsdPerMonth))}
          remark={
            workload.realisableUsdPerMonth === null ? null : offTheBillText(workload.realisableUsdPerMonth)
          }
        />
      </Grid.Root>
      {footprint && <TextList items={footprintTexts(footprint)} none="" />}
      <OpportunityTable
        opportunities={opportunityList}
        clusterNames={NO_NAMES}
        empty={
          <EmptyNote title="Nothing to change here">
            No rule found anything to improve in this workload.
          </EmptyNote>
        }
      />
      {containers.map(container => (
        <ContainerSection key={`${container.role}/${container.name}`} container={container} />
      ))}
      <Text variant="body-small" color="secondary">
        Seen from {momentText(workload.windowStart)} to {momentText(workload.windowEnd)}. Amounts are per pod.
      </Text>
    </Flex>
  );
}

function ContainerSection({ container }: { container: ContainerView }) {
  const { name, role, image, requests, limits, cpu, memory, throttledRatio, oomKills } = container;
  return (
    <Section title={role === 'main' ? name : `${name} (${role})`}>
      <Flex direction="column" gap="4">
        <Text variant="body-small" color="secondary">
          {image}
        </Text>
        <FactTable
          caption={`Requests, limits and usage of ${name}`}
          header={['', 'Request', 'Limit', 'Median', 'P95', 'Highest', 'Coverage']}
          rows={[
            { key: 'cpu', cells: ['CPU', ...amounts(requests.cores, limits.cores, cpu, writeCores)] },
            {
              key: 'memory',
              cells: ['Memory', ...amounts(requests.bytes, limits.bytes, memory, writeBytes)],
            },
          ]}
        />
        <Text variant="body-small" color="secondary">
          {[
            throttledRatio === null
              ? null
              : `throttled in ${formatRatio(ratio(throttledRatio))} of its CPU periods`,
            oomKills === null ? null : `${oomKills} OOM ${oomKills === 1 ? 'kill' : 'kills'}`,
          ]
            .filter(Boolean)
            .join(', ')}
        </Text>
        {role !== 'init' && (
          <>
            <UsageChart
              title={`CPU of ${name}`}
              hourly={container.hourlyCpu}
              request={requests.cores}
              limit={limits.cores}
              write={writeCores}
              base={10}
            />
            <UsageChart
              title={`Memory of ${name}`}
              hourly={container.hourlyMemory}
              request={requests.bytes}
              limit={limits.bytes}
              write={writeBytes}
              base={2}
            />
          </>
        )}
      </Flex>
    </Section>
  );
}

const amounts = (
  request: number | null,
  limit: number | null,
  usage: ContainerView['cpu'],
  write: (amount: number) => string,
): readonly string[] => [
  request === null ? 'not set' : write(request),
  limit === null ? 'not set' : write(limit),
  ...(usage === null
    ? [NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, 'no data']
    : [write(usage.p50), write(usage.p95), write(usage.max), formatRatio(ratio(usage.coverage))]),
];
