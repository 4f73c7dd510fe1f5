# The image of server and worker. PostgreSQL and Redis are services of their own, see compose.yaml.
FROM python:3.12-slim AS build
WORKDIR /build
RUN python -m venv /opt/deskhand
COPY requirements.lock ./
RUN /opt/deskhand/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 deskhand \
    && mkdir /data && chown deskhand:deskhand /data
COPY --from=build /opt/deskhand /opt/deskhand
COPY src /opt/deskhand/src
ENV PATH=/opt/deskhand/bin:$PATH \
    PYTHONPATH=/opt/deskhand/src \
    PYTHONUNBUFFERED=1 \
    DESKHAND_DATA_DIR=/data \
    HOST=0.0.0.0
USER deskhand
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=5 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health', timeout=4)"]
ENTRYPOINT ["python", "-m", "deskhand"]
CMD ["serve"]
