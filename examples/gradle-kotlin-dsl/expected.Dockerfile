FROM gradle:8-jdk17 AS build

WORKDIR /home/gradle/converter
COPY build.gradle.kts settings.gradle.kts gradle.properties ./
COPY src/ src/
RUN gradle --no-daemon installDist

FROM eclipse-temurin:17-jre
WORKDIR /home/gradle/converter
COPY --from=build /home/gradle/converter/build/install/converter ./build/install/converter

ENTRYPOINT ["build/install/converter/bin/converter"]
CMD ["--help"]
