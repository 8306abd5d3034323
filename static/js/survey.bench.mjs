// How long an answer takes in a form of 500 questions; it tells, it does not judge.
// ASHAR_SURVEY_PROGRAM=/tmp/p.json go test ./internal/survey -run ^$ -bench Program && node static/js/survey.bench.mjs /tmp/p.json
import { readFileSync } from 'node:fs';
import { Interview } from './survey.js';

const program = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let from = performance.now();
const iv = new Interview(program, { now: '2026-11-27T12:00:00+06:00' });
console.log(`begin ${(performance.now() - from).toFixed(2)} ms`);
const times = [];
for (let i = 0; i < 500; i++) {
  from = performance.now();
  iv.set('g1/q1', String(i % 7));
  times.push(performance.now() - from);
}
const first = times[0], most = Math.max(...times.slice(10));
times.sort((a, b) => a - b);
console.log(`set: first ${first.toFixed(2)} ms, median ${times[250].toFixed(2)} ms, most after ten ${most.toFixed(2)} ms`);
