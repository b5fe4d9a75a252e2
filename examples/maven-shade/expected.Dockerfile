FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /app
COPY . .
RUN mvn -B -q package

FROM eclipse-temurin:17-jre
WORKDIR /app
COPY --from=build /app/target/motd.jar app.jar
COPY --from=build /app/conf ./conf
ENTRYPOINT ["java", "-Dlanguage=de", "-jar", "app.jar"]
