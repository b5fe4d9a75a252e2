FROM maven:3.9-eclipse-temurin-17 AS build

WORKDIR /app

# The dependencies change seldom: a layer of their own
COPY pom.xml .
RUN mvn -B -q dependency:resolve

COPY src ./src
RUN mvn -B -q package

FROM eclipse-temurin:17-jre
WORKDIR /app
COPY --from=build /app/target/clock-1.4.jar app.jar

# How the container runs
EXPOSE 8080
CMD ["java", "-jar", "app.jar"]
