import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import CopyWebpackPlugin from 'copy-webpack-plugin';
import TerserPlugin from 'terser-webpack-plugin';
import type { Configuration } from 'webpack';
import { SubresourceIntegrityPlugin } from 'webpack-subresource-integrity';

const here = fileURLToPath(new URL('.', import.meta.url));
const readJson = (file: string) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
const { version } = readJson('./package.json');
const { id } = readJson('./src/plugin.json');

/** What Grafana's plugin loader shares with every plugin; bundling a second copy of any of these breaks. */
const sharedByGrafana: (string | RegExp)[] = [
  'react',
  'react-dom',
  'react/jsx-runtime',
  'react/jsx-dev-runtime',
  'react-router',
  'react-redux',
  'redux',
  'rxjs',
  'rxjs/operators',
  'lodash',
  'moment',
  'jquery',
  'i18next',
  'd3',
  'prismjs',
  '@emotion/css',
  '@emotion/react',
  /^@grafana\/(data|runtime|ui)(\/unstable)?$/,
];

/** plugin.json with what only the build knows; the file in src stays a template. */
const fillTemplate = (content: Buffer) =>
  content
    .toString()
    .replaceAll('%VERSION%', version)
    .replaceAll('%TODAY%', new Date().toISOString().slice(0, 10))
    .replaceAll('%PLUGIN_ID%', id);

export default (env: { production?: boolean }): Configuration => ({
  mode: env.production ? 'production' : 'development',
  context: `${here}src`,
  entry: { module: './module.tsx' },
  target: ['web', 'es2022'],
  devtool: 'source-map',
  externals: sharedByGrafana,
  output: {
    path: `${here}dist`,
    filename: '[name].js',
    // The hash also defeats browser caches after an upgrade: only module.js is fetched with the version.
    chunkFilename: '[name].[contenthash:8].js',
    library: { type: 'amd' },
    publicPath: `public/plugins/${id}/`,
    uniqueName: id,
    crossOriginLoading: 'anonymous',
    clean: true,
  },
  resolve: { extensions: ['.ts', '.tsx', '.js'] },
  module: {
    rules: [
      {
        test: /\.tsx?$/,
        loader: 'swc-loader',
        options: {
          jsc: {
            target: 'es2022',
            parser: { syntax: 'typescript', tsx: true },
            transform: { react: { runtime: 'automatic' } },
          },
        },
      },
      // Packages that declare `type: module` but import without extensions.
      { test: /\.m?js$/, resolve: { fullySpecified: false } },
      { test: /\.svg$/, type: 'asset/resource' },
    ],
  },
  optimization: {
    // webpack's own names in AMD modules must survive, and so must licence comments' removal into one file.
    minimizer: [new TerserPlugin({ minify: TerserPlugin.swcMinify, extractComments: false })],
    chunkIds: 'named',
  },
  plugins: [
    new CopyWebpackPlugin({
      patterns: [
        { from: 'plugin.json', transform: fillTemplate },
        { from: 'README.md' },
        { from: 'CHANGELOG.md' },
        { from: '../../LICENSE', to: 'LICENSE', toType: 'file' },
        { from: 'img', to: 'img' },
      ],
    }),
    new SubresourceIntegrityPlugin({ hashFuncNames: ['sha256'] }),
  ],
  performance: { hints: false },
  stats: 'errors-warnings',
});
