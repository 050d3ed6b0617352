// Signs in and runs GraphiQL. The token lives in this page only: it is gone when the page is closed.
"use strict";

let token = null;

async function post(body, headers) {
  const sent = {
    "Content-Type": "application/json",
    Accept: "application/graphql-response+json, application/json;q=0.9",
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
    ...headers,
  };
  const response = await fetch("/graphql", { method: "POST", headers: sent, body: JSON.stringify(body), credentials: "omit" });
  return response.json();
}

const element = (id) => document.getElementById(id);
const say = (text) => { element("state").value = text; };

const SIGN_IN = `mutation ($input: SignInInput!) {
  signIn(input: $input) { accessToken expiresAt userErrors { message } }
}`;

element("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  const value = (id) => element(id).value.trim();
  const input = { municipality: value("municipality"), user: value("user"), password: element("password").value };
  if (value("totp")) input.totp = value("totp");
  try {
    const answer = await post({ query: SIGN_IN, variables: { input } }, {});
    const result = answer.data && answer.data.signIn;
    const wrong = answer.errors || (result && result.userErrors) || [];
    token = (result && result.accessToken) || null;
    say(token ? `Inloggad till ${result.expiresAt}` : wrong.map((one) => one.message).join(" ") || "Inloggningen gick inte");
    if (token) { element("password").value = ""; element("totp").value = ""; }
  } catch (cause) {
    say(`Servern svarar inte: ${cause.message}`);
  }
});

element("sign-out").addEventListener("click", () => { token = null; say("Inte inloggad"); });

const fetcher = (params, options) => post(params, (options && options.headers) || {});
// A link may bring a query (?query=…); it is shown, and runs only when somebody runs it.
const brought = new URLSearchParams(window.location.search).get("query");
const shown = brought ? { query: brought } : { defaultQuery: "{\n  viewer {\n    __typename\n  }\n}\n" };
const editor = React.createElement(GraphiQL, { fetcher, shouldPersistHeaders: false, ...shown });
ReactDOM.createRoot(element("graphiql")).render(editor);
