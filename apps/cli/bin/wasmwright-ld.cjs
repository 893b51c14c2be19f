#!/usr/bin/env node
/* eslint-disable @typescript-eslint/no-require-imports -- CommonJS starts faster than an ES module */
require('./start.cjs')('wasmwright-ld');
