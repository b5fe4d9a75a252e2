FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /srv/status
COPY pom.xml ./
RUN mvn -B -q dependency:copy-dependencies -DincludeScope=runtime
COPY src ./src
RUN mvn -B -q compile

FROM eclipse-temurin:17-jre
WORKDIR /srv/status
COPY --from=build /srv/status/target/classes ./target/classes
COPY --from=build /srv/status/target/dependency ./target/dependency
RUN useradd --system --uid 1500 status
USER status
EXPOSE 8080
HEALTHCHECK --interval=1s --timeout=2s --retries=20 CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080"]
CMD exec java -XX:+ExitOnOutOfMemoryError -cp "target/classes:target/dependency/*" com.example.status.Status
