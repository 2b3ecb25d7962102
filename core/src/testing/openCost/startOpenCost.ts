import { type StandInAnswer, standInServer } from '../process/standInServer.ts';
import { type OpenCostAllocation, aggregateAllocations } from './aggregateAllocations.ts';
import { billedAssets, type PricedDisk, type PricedLoadBalancer } from './billedAssets.ts';
import { nodeAssets, type PricedNode } from './nodeAssets.ts';
import { type OpenCostWindow, parseOpenCostWindow } from './openCostWindow.ts';

export interface OpenCostOptions {
  /** What the cluster's nodes are and cost; `/assets` and `/metrics` are made from them. */
  readonly nodes?: readonly PricedNode[];
  /** Allocations at container level, as `/allocation` without `aggregate` gives them. */
  readonly allocations?: readonly OpenCostAllocation[];
  readonly disks?: readonly PricedDisk[];
  readonly loadBalancers?: readonly PricedLoadBalancer[];
  /** Told under `/getConfigs`, as Kubecost does; without it there is no such path, as in OpenCost. */
  readonly currency?: string;
  /** Served under `/metrics` in place of the text made from the nodes. */
  readonly metrics?: string;
  readonly port?: number;
}

export interface TestOpenCost {
  readonly url: string;
  readonly requests: readonly string[];
  /**
   * How computations fail from now on: as an error in the body of an HTTP 200, which OpenCost really does,
   * or as an HTTP error; `null` for not at all.
   */
  fail(how: 'in-body' | 'http' | null): void;
  /** `data` of one path from now on, whatever it is made of: for answers that only a broken release gives. */
  answer(path: '/assets' | '/allocation', data: unknown): void;
  stop(): Promise<void>;
}

/** Starts an OpenCost that answers in the shapes of the real one (1.11x). */
export async function startOpenCost(options: OpenCostOptions = {}): Promise<TestOpenCost> {
  let failure: 'in-body' | 'http' | null = null;
  const answers = new Map<string, unknown>();
  const nodes = options.nodes ?? [];
  const compute = (url: URL, data: (window: OpenCostWindow) => unknown): StandInAnswer => {
    const text = url.searchParams.get('window') ?? '';
    const window = parseOpenCostWindow(text, new Date());
    // The real one answers plain text here, not its JSON envelope.
    if (window === null) return { status: 400, body: `Invalid 'window' parameter: illegal window: ${text}` };
    const message = 'Error: error computing: prometheus communication error: connection refused';
    if (failure === 'http') return { status: 500, body: { code: 500, message } };
    if (failure === 'in-body') return { body: { code: 500, status: 'error', data: null, message } };
    const answer = answers.has(url.pathname) ? answers.get(url.pathname) : data(window);
    return { body: { code: 200, status: 'success', data: answer } };
  };
  const server = await standInServer((_request, url): StandInAnswer => {
    switch (url.pathname) {
      case '/healthz':
        return { body: '' };
      case '/metrics':
        return {
          body: options.metrics ?? nodeMetrics(nodes),
          contentType: 'text/plain; version=0.0.4; charset=utf-8',
        };
      case '/assets':
        return compute(url, window => ({
          ...nodeAssets(nodes, window),
          ...billedAssets(options.disks ?? [], options.loadBalancers ?? [], window),
        }));
      case '/getConfigs':
        return options.currency === undefined
          ? { status: 404, body: '404 page not found\n' }
          : { body: { code: 200, status: 'success', data: { currencyCode: options.currency } } };
      case '/allocation':
      case '/allocation/compute':
        return compute(url, window => [
          aggregateAllocations(options.allocations ?? [], url.searchParams.get('aggregate') ?? '', window),
        ]);
      default:
        return { status: 404, body: '404 page not found\n' };
    }
  }, options.port);
  return {
    url: server.url,
    requests: server.requests,
    fail: how => {
      failure = how;
    },
    answer: (path, data) => {
      answers.set(path, data);
    },
    stop: server.stop,
  };
}

/** The price gauges of OpenCost's exporter. */
function nodeMetrics(nodes: readonly PricedNode[]): string {
  const families: [name: string, help: string, value: (node: PricedNode) => number][] = [
    ['node_cpu_hourly_cost', 'Hourly cost per vCPU on this node', node => node.perCore],
    ['node_ram_hourly_cost', 'Hourly cost per Gb of memory on this node', node => node.perGiB],
    ['node_gpu_hourly_cost', 'Hourly cost per GPU on this node', node => node.perGpu ?? 0],
  ];
  return families
    .map(([name, help, value]) => {
      const lines = nodes.map(node => {
        const labels = `arch="amd64",instance="${node.name}",instance_type="${node.instanceType ?? ''}",node="${node.name}",provider_id="${node.name}",region="${node.region ?? ''}"`;
        return `${name}{${labels}} ${value(node)}\n`;
      });
      return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
    })
    .join('');
}
