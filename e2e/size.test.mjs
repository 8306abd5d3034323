// The binary that a village's computer takes in over a slow line.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import test from 'node:test';

test('the stripped binary is at most 25 MB', { skip: !process.env.ASHAR_BIN && 'ASHAR_BIN: as `make build` makes it' }, () => {
  const { size } = statSync(String(process.env.ASHAR_BIN));
  assert.ok(size <= 25 * 2 ** 20, `${size} bytes`);
});
