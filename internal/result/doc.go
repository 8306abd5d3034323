// Package result is what many respondents answered, kept as columns of small numbers so that a
// hundred thousand of them are counted in a moment: by question, by choice, by village or by any
// other answer.
//
// A Table is followed from the store by Put: a response that is new is added, one that changed
// replaces its row. Questions of several versions of a questionnaire are one column where their
// names are the same, choices one choice. What was not asked, because a rule made it irrelevant or
// the version did not have it, is told apart from what was asked and left blank.
//
// Words of people are not kept here, only that there are some. The package is pure: no clock, no
// store, no sentences.
//
// Where a formula comes from:
//   - the interval of the difference of two shares: Newcombe, Statistics in Medicine 17 (1998)
//     873–890, method 10, from Wilson's intervals of each;
//   - the interval of the difference of two means: Welch, Biometrika 34 (1947) 28–35;
//   - what is hidden where few answered: small cells are put together with others until five are
//     in it, as primary and secondary suppression are described in Hundepool and others,
//     Statistical Disclosure Control (2012), chapter 4.
package result
