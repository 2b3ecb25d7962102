/** Labels in which device plugins, feature discovery and providers name the product of a node's GPUs. */
const GPU_MODEL = [
  'nvidia.com/gpu.product',
  'amd.com/gpu.product-name',
  'gpu.intel.com/product',
  'cloud.google.com/gke-accelerator',
  'karpenter.k8s.aws/instance-gpu-name',
  'k8s.amazonaws.com/accelerator',
];

/** Product name of a node's GPUs; `null` where no label tells it. */
export const gpuModel = (labels: Readonly<Record<string, string>>): string | null =>
  GPU_MODEL.map(label => labels[label]).find(model => model !== undefined && model !== '') ?? null;
