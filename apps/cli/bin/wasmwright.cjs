#!/usr/bin/env node
/* eslint-disable @typescript-eslint/no-require-imports -- CommonJS starts faster than an ES module */
// Node 22 and later keep the compiled code between runs.
require('node:module').enableCompileCache?.();
require('../dist/wasmwright.cjs');
