# Asks an endpoint with the packages that users of R know; prints what came as JSON. Arguments: endpoint, a stored question.
suppressMessages({library(SPARQL); library(httr); library(httr2)})
arguments <- commandArgs(trailingOnly = TRUE)
endpoint <- arguments[1]
query <- "PREFIX ln: <https://w3id.org/langnghe/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?plan ?label ?date WHERE { ?plan a ln:Plan ; rdfs:label ?label OPTIONAL { ?plan ln:dateIssued ?date } } ORDER BY ?plan"
text <- list(.encoding = "UTF-8")
found <- list()

found[["SPARQL xml"]] <- SPARQL(endpoint, query, curl_args = text)$results
found[["SPARQL csv"]] <- SPARQL(endpoint, query, format = "csv", extra = list(format = "csv"), curl_args = text)$results
found[["SPARQL output"]] <- SPARQL(endpoint, query, format = "csv", extra = list(output = "csv"), curl_args = text)$results

table <- function(answer) { stop_for_status(answer); read.csv(text = content(answer, "text", encoding = "UTF-8")) }
found[["httr form"]] <- table(POST(endpoint, accept("text/csv"), body = list(query = query), encode = "form"))
found[["httr url"]] <- table(GET(endpoint, query = list(query = query, format = "csv")))
found[["httr multipart"]] <- status_code(POST(endpoint, body = list(query = query)))

form <- request(endpoint) |> req_body_form(query = query) |> req_headers(Accept = "text/csv") |> req_perform()
found[["httr2 form"]] <- read.csv(text = resp_body_string(form))
json <- request(endpoint) |> req_url_query(query = query) |> req_headers(Accept = "application/sparql-results+json") |> req_perform()
found[["httr2 json"]] <- data.frame(label = sapply(resp_body_json(json, check_type = FALSE)$results$bindings, function(row) row$label$value))
found[["read.csv"]] <- read.csv(arguments[2], encoding = "UTF-8")

cat(jsonlite::toJSON(found, auto_unbox = TRUE, na = "null"))
