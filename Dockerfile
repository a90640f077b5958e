# squall as an image: the binary of this machine's kind and nothing else.
# deno task compile && docker build -t squall . && docker run --rm -v "$PWD:/scripts:ro" squall run /scripts/script.js
FROM gcr.io/distroless/cc-debian12:nonroot
COPY dist/squall /usr/local/bin/squall
ENTRYPOINT ["/usr/local/bin/squall"]
CMD ["help"]
