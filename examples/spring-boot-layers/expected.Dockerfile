FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml .
COPY src src
RUN mvn -B -q package -DskipTests
RUN mkdir -p /app && cp target/*-SNAPSHOT.jar /app/app.jar \
    && cd /app && java -Djarmode=layertools -jar app.jar extract && rm app.jar

WORKDIR /app/dependencies
RUN cp -r ../spring-boot-loader/. ../snapshot-dependencies/. ../application/. .

FROM eclipse-temurin:17-jre
WORKDIR /app/dependencies
COPY --from=build /app /app
EXPOSE 8080
ENTRYPOINT ["java", "org.springframework.boot.loader.launch.JarLauncher"]
