# The api and the library that it uses
FROM gradle:8-jdk17 AS build

WORKDIR /workspace
COPY settings.gradle build.gradle ./
COPY core core
COPY api api
RUN gradle --no-daemon :api:assemble

FROM eclipse-temurin:17-jre
WORKDIR /workspace
COPY --from=build /workspace/api/build/libs/api-1.2.0.jar app.jar

ENV GREETING="Hello"
EXPOSE 8080
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "app.jar"]
