import { z } from 'zod';

const descriptor = z.object({ digest: z.string(), size: z.number().nonnegative() });

const platformSchema = z.object({
  os: z.string(),
  architecture: z.string(),
  variant: z.string().optional(),
});
export type Platform = z.infer<typeof platformSchema>;

/** Several images under one name: one per platform, and sometimes their attestations (`unknown/unknown`). */
const indexSchema = z.object({
  manifests: z.array(descriptor.extend({ platform: platformSchema.optional() })),
});

/** One image: its layers, compressed as they are pulled. */
const imageSchema = z.object({ config: descriptor, layers: z.array(descriptor) });

/** What a registry stores under a tag or digest; Docker's and OCI's formats read alike. */
export const manifestSchema = z.union([
  indexSchema.transform(({ manifests }) => ({ kind: 'index' as const, manifests })),
  imageSchema.transform(({ config, layers }) => ({ kind: 'image' as const, config, layers })),
]);
export type Manifest = z.output<typeof manifestSchema>;
export type ImageManifest = Extract<Manifest, { kind: 'image' }>;
export type ImageIndex = Extract<Manifest, { kind: 'index' }>;

export const imageConfigSchema = platformSchema;

/** The formats that are understood, for the header `Accept`: without it a registry answers in the one of 2014. */
export const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** `linux/arm64`, as people write it; the variant only tells releases of one architecture apart. */
export const platformName = ({ os, architecture }: Platform): string => `${os}/${architecture}`;
