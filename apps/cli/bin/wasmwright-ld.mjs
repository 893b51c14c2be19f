#!/usr/bin/env node
import '../dist/wasmwright-ld.js';
