import { type Provenance, ratio, usdPerHour } from '../../../model/index.ts';
import type { ClusterSpec } from '../clusterSpec.ts';
import { PLATFORM_WORKLOADS } from './workloads.ts';

const SOURCE = 'GreenOps demo generator';

const pricesByDefault: Provenance = {
  kind: 'default',
  method: 'opencost-default-prices',
  source: `${SOURCE}, after OpenCost's defaults`,
};

/** A data and machine-learning platform on AWS; no Kepler, no OpenCost. */
export const PLATFORM_CLUSTER: ClusterSpec = {
  cluster: {
    id: 'demo-platform-us',
    name: 'Demo: data platform (generated)',
    provider: 'aws',
    region: 'us-east-1',
    demo: true,
  },
  zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
  utcOffsetHours: -5,
  pools: [
    {
      name: 'general',
      instanceType: 'm6i.2xlarge',
      count: 4,
      cpu: 8,
      memory: '32Gi',
      gpus: 0,
      allocatable: { cpu: '7910m', memory: '29Gi' },
      architecture: 'amd64',
      spot: false,
      taint: null,
      gpuModel: null,
      maxPods: 58,
    },
    {
      name: 'arm',
      instanceType: 'm7g.xlarge',
      count: 2,
      cpu: 4,
      memory: '16Gi',
      gpus: 0,
      allocatable: { cpu: '3920m', memory: '14Gi' },
      architecture: 'arm64',
      spot: false,
      taint: { key: 'kubernetes.io/arch', value: 'arm64' },
      gpuModel: null,
      maxPods: 58,
    },
    {
      name: 'batch',
      instanceType: 'c6i.4xlarge',
      count: 2,
      cpu: 16,
      memory: '32Gi',
      gpus: 0,
      allocatable: { cpu: '15890m', memory: '27Gi' },
      architecture: 'amd64',
      spot: true,
      taint: { key: 'workload', value: 'batch' },
      gpuModel: null,
      maxPods: 110,
    },
    {
      name: 'gpu',
      instanceType: 'g4dn.xlarge',
      count: 2,
      cpu: 4,
      memory: '16Gi',
      gpus: 1,
      allocatable: { cpu: '3920m', memory: '14Gi' },
      architecture: 'amd64',
      spot: false,
      taint: { key: 'nvidia.com/gpu', value: 'true' },
      gpuModel: 'Tesla-T4',
      maxPods: 29,
    },
  ],
  workloads: PLATFORM_WORKLOADS,
  forgottenVolumes: [
    { namespace: 'ml', name: 'training-set-2024', storageClass: 'gp3', requested: '1Ti', used: '640Gi' },
    { namespace: 'data', name: 'data-kafka-3', storageClass: 'gp3', requested: '200Gi', used: '18Gi' },
  ],
  releasedVolumes: [
    { namespace: 'ml', name: 'home-notebook-carl-0', storageClass: 'gp3', requested: '100Gi', used: '0' },
  ],
  namespaces: [
    { name: 'ml', labels: { team: 'ml' }, annotations: { 'example.com/cost-center': '4711' }, ageDays: 410 },
  ],
  forgottenServices: [{ namespace: 'tools', name: 'wiki', type: 'LoadBalancer' }],
  meter: null,
  prices: () => ({
    nodes: new Map(),
    fallback: {
      perCore: usdPerHour(0.031611),
      perGiB: usdPerHour(0.004237),
      perGpu: usdPerHour(0.95),
      provenance: pricesByDefault,
    },
    storagePerGiB: usdPerHour(0.00005479452),
    storageProvenance: pricesByDefault,
  }),
  grid: {
    zone: 'us-east-1',
    annual: 379.069,
    source: 'the figure of Cloud Carbon Footprint (SERC, eGRID 2020)',
    solar: 0.12,
    evening: 0.1,
    wind: 0.04,
    marginal: 565,
  },
  pue: {
    factor: ratio(1.135),
    provenance: {
      kind: 'default',
      method: 'ccf-pue',
      source: `${SOURCE}, after Cloud Carbon Footprint's figure for AWS`,
    },
  },
  notes: [
    {
      severity: 'info',
      source: 'prometheus',
      message: 'This cluster is a demo: its data was generated and no such cluster ever ran.',
    },
    {
      severity: 'warning',
      source: 'kepler',
      message: 'No Kepler series: nothing meters power here.',
      cure: 'Install Kepler to measure power instead of modelling it.',
    },
    {
      severity: 'warning',
      source: 'opencost',
      message: 'No OpenCost: prices are defaults.',
      cure: 'Install OpenCost to price nodes as they are billed.',
    },
  ],
};
