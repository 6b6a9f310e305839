# The planner's browser in a container: docker build -t lwsim . && docker run -p 127.0.0.1:8765:8765 -v lwsim:/home/lwsim lwsim
FROM node:22-slim AS assets
RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY src src
RUN PYTHONPATH=src python3 -m lwsim.ui.gather

FROM python:3.12-slim
RUN useradd --create-home lwsim
WORKDIR /build
COPY pyproject.toml LICENSE README.md ./
COPY scenarios scenarios
COPY lessons lessons
COPY docs/teaching docs/teaching
COPY src src
COPY --from=assets /build/src/lwsim/ui/assets src/lwsim/ui/assets
RUN pip install --no-cache-dir '.[app]' && rm -rf /build
USER lwsim
WORKDIR /home/lwsim
# Compiled code and class rooms are kept below the home folder; a volume there saves a minute at each start.
ENV NUMBA_CACHE_DIR=/home/lwsim/compiled
EXPOSE 8765
HEALTHCHECK --start-period=300s CMD python -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8765/readyz')"
CMD ["lwsim", "app", "--host", "0.0.0.0", "--port", "8765"]
