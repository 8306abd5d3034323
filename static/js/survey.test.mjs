// The cases of internal/survey/testdata/cases.json, as internal/survey/cases_test.go runs them.
// node --test static/js/survey.test.mjs
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Interview } from './survey.js';
import { toText } from './survey/value.js';

const data = new URL('../../internal/survey/testdata/', import.meta.url);
/** @param {string} name */
const read = (name) => JSON.parse(readFileSync(new URL(name, data), 'utf8'));
const cases = read('cases.json'), { programs, codes } = read('programs.json');
const env = (language = '') => ({ now: cases.now, deviceid: 'd-1', username: 'aida', language, random: () => 0.5 });

for (const [i, group] of cases.expressions.entries()) {
  test(group.about, () => {
    const iv = new Interview(programs[group.form], env(group.language), cases.answers[group.answers]);
    const n = iv.find(group.at);
    assert.equal(codes[i].length, group.cases.length);
    const wrong = group.cases.flatMap(([said, want], j) => {
      const got = toText(iv.single(iv.eval(codes[i][j], { current: n, here: n, position: 0 })));
      return got === want ? [] : [`${said} = ${JSON.stringify(got)}, want ${JSON.stringify(want)}`];
    });
    assert.deepEqual(wrong, []);
  });
}

for (const x of cases.interviews) {
  test(x.about, () => {
    const p = programs[x.form], iv = new Interview(p, env(), x.answers ?? {});
    for (const [i, s] of x.steps.entries()) {
      const said = `step ${i + 1} ${s.set ?? s.add ?? s.remove ?? ''}`;
      let ok = true, changed = null;
      if (s.set) ok = (changed = iv.set(s.set[0], s.set[1])) !== null;
      else if (s.add) ok = iv.add(s.add) !== null;
      else if (s.remove) ok = iv.remove(s.remove);
      assert.equal(ok, !s.refused, said);
      if (s.changed) assert.deepEqual(changed, s.changed, said);
      for (const [path, want] of Object.entries(s.expect ?? {})) {
        const got = iv.state(path);
        if (want === null) assert.equal(got, null, `${said}: ${path}`);
        else for (const [key, value] of Object.entries(want)) assert.equal(got?.[key], value, `${said}: ${path} ${key}`);
      }
      if (s.kept) assert.deepEqual(iv.answers(), s.kept, said);
      for (const [path, want] of Object.entries(s.choices ?? {})) assert.deepEqual(iv.choices(path), want, `${said}: ${path}`);
      for (const [path, want] of Object.entries(s.words ?? {})) assert.equal(iv.words(path, 'label'), want, said);
      if (s.screens) assert.deepEqual(iv.screens().map((x) => (x.more ? `${x.path}+` : `${x.path}: ${x.asks.join(' ')}`) + ` | ${x.within.join(' ')}`), s.screens, said);
      if (s.name) assert.equal(iv.name(), s.name);
      assert.deepEqual(iv.states(), new Interview(p, env(), iv.all()).states(), `${said}: at once`);
    }
  });
}
