#!/usr/bin/env node
import { main } from '@greenops/core/cli';

process.exitCode = await main(process.argv.slice(2));
