#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// The second start needs half the time of the first.
enableCompileCache();
const { main } = await import('@greenops/core/cli');

process.exitCode = await main(process.argv.slice(2));
