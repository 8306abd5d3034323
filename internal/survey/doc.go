// Package survey is questionnaires: a model, its file format, and the language of its rules.
//
// Where a rule comes from:
//   - sheets, columns, their aliases, types, or_other, what a name may be: xlsform.org and its
//     reference reader pyxform (aliases.py, xls2json.py);
//   - functions and operators: docs.getodk.org/form-operators-functions and the ODK XForms
//     specification (getodk.github.io/xforms-spec);
//   - how values become others, what is blank, which nodes a path finds: JavaRosa
//     (XPathFuncExpr, XPathEqExpr, XPathPathExprEval, TreeReference.contextualize).
//
// docs/surveys.md lists where JavaRosa and Enketo differ and where this package follows neither.
//
// A file becomes a Form (read.go), a Form becomes a Program (compile.go), and an Interview
// (interview.go) holds the answers of one respondent and reckons what follows from each. The same
// Program, as JSON, is reckoned by static/js/survey.js; one file of cases holds both to the same
// answers. The package is pure: no clock, no chance, no sentences but those it is given.
package survey
