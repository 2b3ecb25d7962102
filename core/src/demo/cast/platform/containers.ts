import { type ContainerSpec, container } from '../workloadSpec.ts';

const REGISTRY = '123456789012.dkr.ecr.us-east-1.amazonaws.com';

export const app = (
  name: string,
  version: string,
  text: Omit<Parameters<typeof container>[1], 'image'>,
): ContainerSpec => container(name, { image: `${REGISTRY}/${name}:${version}`, ...text });
