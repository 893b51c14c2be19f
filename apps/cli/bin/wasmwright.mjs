#!/usr/bin/env node
import '../dist/wasmwright.js';
