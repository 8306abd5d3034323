package views

// htmxConfig: errors other than 422 and 409 swap nothing into the page, their
// flash comes as a partial; Back is a true page load; opened details stay open.
const htmxConfig = `{"includeIndicatorCSS":false,"noSwap":[204,304,401,403,404,410,413,429,"5xx"],"history":"reload","morphIgnore":["data-htmx-powered","open"],"defaultTimeout":20000}`
