// Asks an endpoint with the clients of others, every form in every way they know; prints what came as JSON.
import { QueryEngine } from "@comunica/query-sparql";
import SparqlClient from "sparql-http-client";

const endpoint = process.argv[2];
const plans = "SELECT ?plan ?label WHERE { ?plan a <https://w3id.org/langnghe/ontology#Plan> ; <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?plan";
const graph = "CONSTRUCT WHERE { ?plan <https://w3id.org/langnghe/ontology#implements> ?decision }";
const described = "DESCRIBE <https://w3id.org/langnghe/vn/ttg/2022/07/07/qd/801>";
const yes = "ASK { ?plan a <https://w3id.org/langnghe/ontology#Plan> }";
const all = async (stream) => { const found = []; for await (const one of stream) found.push(one); return found; };
const shown = (rows, get) => rows.map((row) => [get(row, "plan").value, get(row, "label").value]);
const found = {};

const engine = new QueryEngine();
for (const [name, source] of Object.entries({ told: { type: "sparql", value: endpoint }, guessed: endpoint })) {
  const context = { sources: [source] };
  found[`comunica ${name}`] = {
    select: shown(await (await engine.queryBindings(plans, context)).toArray(), (row, v) => row.get(v)),
    construct: (await (await engine.queryQuads(graph, context)).toArray()).length,
    ask: await engine.queryBoolean(yes, context),
  };
}
const client = new SparqlClient({ endpointUrl: endpoint });
for (const operation of ["get", "postUrlencoded", "postDirect"]) {
  found[`sparql-http-client ${operation}`] = {
    select: shown(await all(client.query.select(plans, { operation })), (row, v) => row[v]),
    construct: (await all(client.query.construct(graph, { operation }))).length,
    describe: (await all(client.query.construct(described, { operation }))).length,
    ask: await client.query.ask(yes, { operation }),
  };
}
for (const accept of ["application/n-triples", "text/turtle", "application/n-quads", "application/trig"]) {
  const headers = { accept };
  found[`sparql-http-client ${accept}`] = { construct: (await all(client.query.construct(graph, { headers }))).length };
}
console.log(JSON.stringify(found));
